import type { types } from "@slack/bolt";

/** A message: its blocks, and the text that notifications and screen readers show instead. */
export interface Message {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}
