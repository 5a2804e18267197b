import type { Tone } from "./card.ts";

/** How a state begins on every surface: told apart by their shape too, not by colour alone. */
export const toneSigns = {
  waiting: "⏳",
  good: "✅",
  bad: "⛔",
  running: "▶️",
  over: "⏹️",
} as const satisfies Record<Tone, string>;
