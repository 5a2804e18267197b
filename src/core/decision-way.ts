import type { Decision } from "./request.ts";

const words = { slack: "", teams: "", email: " by mail", api: " through the API" } as const satisfies Record<
  Decision["surface"],
  string
>;

/** How a decision came, to be read after its verb: " by mail". Empty for the chats, where its readers expect it. */
export function decisionWay({ surface }: Pick<Decision, "surface">): string {
  return words[surface];
}
