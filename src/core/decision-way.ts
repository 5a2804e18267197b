import type { Decision } from "./request.ts";

const words = { slack: "", teams: "", email: " by mail", api: " through the API" } as const satisfies Record<
  Decision["surface"],
  string
>;

/** For whom, and how a decision came, to be read after its verb: " for Priya Nair by mail". Chats, where its readers expect it, are not named. */
export function decisionWay({ surface, onBehalfOf }: Pick<Decision, "surface" | "onBehalfOf">): string {
  return `${onBehalfOf ? ` for ${onBehalfOf.name}` : ""}${words[surface]}`;
}
