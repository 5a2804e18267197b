import type { Tone } from "../../../core/card.ts";

/** Told apart by their shape too, not by colour alone. */
export const toneSigns = {
  waiting: "⏳",
  good: "✅",
  bad: "⛔",
  running: "▶️",
  over: "⏹️",
} as const satisfies Record<Tone, string>;
