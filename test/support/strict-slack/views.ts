import { z } from "zod";
import { viewBlocksSchema } from "./blocks.ts";
import { plainText } from "./text-objects.ts";

const described = {
  blocks: viewBlocksSchema,
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z
  .strictObject({
    type: z.literal("modal"),
    ...described,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .refine(({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== "input"), {
    error: "missing required field: submit (a view with input blocks needs it)",
  });

/** A view as an app sends it, before Slack gives it an id. */
export const viewSchema = z.discriminatedUnion("type", [
  modal,
  z.strictObject({ type: z.literal("home"), ...described }),
]);

export type ViewDefinition = z.infer<typeof viewSchema>;
