import { z } from "zod";
import { type Block, interactiveElements, messageBlocksSchema } from "./blocks.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { makeId } from "./workspace.ts";
import type { Metadata } from "./workspace-records.ts";

/** A structure sent as such in a JSON body, as a JSON string in a form. */
export function maybeJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const metadataSchema = z.strictObject({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});

export const contentSchema = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  metadata: z.unknown().optional(),
});

export type Content = {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: Metadata;
};

/** Slack names the blocks and elements that were sent without an id. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  return structuredClone(blocks).map((block) => {
    for (const element of interactiveElements(block)) element.action_id ??= makeId("a");
    return { ...block, block_id: block.block_id ?? makeId("b") };
  });
}

/** The text, blocks and metadata of a message, refused where Slack's limits are broken or nothing is left to show. */
export function parseContent({ text = "", blocks, metadata }: z.infer<typeof contentSchema>): Content {
  if (text.length > 40_000) throw new SlackRefusal("msg_too_long");
  const raw = maybeJson(blocks) ?? [];
  if (!Array.isArray(raw)) throw new SlackRefusal("invalid_blocks_format");
  const parsed = parseOrRefuse(messageBlocksSchema, raw, "invalid_blocks", ["blocks"]);
  if (text === "" && parsed.length === 0) throw new SlackRefusal("no_text");
  const content = { text, blocks: withIds(parsed) };
  if (metadata === undefined) return content;
  return {
    ...content,
    metadata: parseOrRefuse(metadataSchema, maybeJson(metadata), "invalid_metadata_format", ["metadata"]),
  };
}
