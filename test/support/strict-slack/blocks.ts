import { z } from "zod";
import {
  accessorySchema,
  actionsElementSchema,
  type InteractiveElement,
  imageElementSchema,
  inputElementSchema,
} from "./block-elements.ts";
import { anyText, plainText } from "./text-objects.ts";

const identified = { block_id: z.string().min(1).max(255).optional() };

const section = z
  .strictObject({
    type: z.literal("section"),
    ...identified,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessorySchema.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: "missing required field: text or fields",
  });

/** The blocks this fake knows; Slack has more (tables, cards, video), which nothing here sends. */
const blockSchema = z.discriminatedUnion("type", [
  section,
  z.strictObject({
    type: z.literal("actions"),
    ...identified,
    elements: z.array(actionsElementSchema).min(1).max(25),
  }),
  z.strictObject({
    type: z.literal("context"),
    ...identified,
    elements: z
      .array(z.discriminatedUnion("type", [imageElementSchema, anyText(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal("divider"), ...identified }),
  z.strictObject({ type: z.literal("header"), ...identified, text: plainText(150) }),
  z.strictObject({
    type: z.literal("image"),
    ...identified,
    alt_text: z.string().min(1).max(2000),
    image_url: z.string().min(1).max(3000),
    title: plainText(2000).optional(),
  }),
  z.strictObject({
    type: z.literal("input"),
    ...identified,
    label: plainText(2000),
    element: inputElementSchema,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal("markdown"), ...identified, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal("rich_text"),
    ...identified,
    elements: z.array(z.looseObject({})).min(1),
  }),
]);

export type Block = z.infer<typeof blockSchema>;
export type InputBlock = Extract<Block, { readonly type: "input" }>;

/** The elements of a block a person can act on, in reading order. */
export function interactiveElements(block: Block): readonly InteractiveElement[] {
  if (block.type === "actions") return block.elements;
  if (block.type === "input") return [block.element];
  if (block.type !== "section" || !block.accessory || block.accessory.type === "image") return [];
  return [block.accessory];
}

function uniqueIds(blocks: readonly Block[], context: z.RefinementCtx): void {
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const id = block.block_id;
    if (id !== undefined && blockIds.has(id)) {
      context.addIssue({ code: "custom", path: [index, "block_id"], message: `duplicate block_id: ${id}` });
    }
    if (id !== undefined) blockIds.add(id);
    const actionIds = interactiveElements(block).flatMap(({ action_id }) => action_id ?? []);
    const repeated = actionIds.find((actionId, at) => actionIds.indexOf(actionId) !== at);
    if (repeated !== undefined) {
      context.addIssue({ code: "custom", path: [index], message: `duplicate action_id: ${repeated}` });
    }
  }
}

function forMessages(blocks: readonly Block[], context: z.RefinementCtx): void {
  for (const [index, block] of blocks.entries()) {
    const external = interactiveElements(block).find(({ type }) => type.endsWith("external_select"));
    const refused = block.type === "input" ? block.type : external?.type;
    if (refused !== undefined) {
      context.addIssue({ code: "custom", path: [index], message: `unsupported type: ${refused}` });
    }
  }
}

export const messageBlocksSchema = z
  .array(blockSchema)
  .max(50)
  .superRefine(uniqueIds)
  .superRefine(forMessages);
export const viewBlocksSchema = z.array(blockSchema).max(100).superRefine(uniqueIds);
