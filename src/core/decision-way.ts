import type { Decision } from "./decision.ts";
import { limitsText } from "./timing/approval-limits.ts";

const words = { slack: "", teams: "", email: " by mail", api: " through the API" } as const satisfies Record<
  Decision["surface"],
  string
>;

/**
 * For whom, how and within which limits a decision came, to be read after its verb: " for Priya Nair by mail, not before ...". Chats,
 * where its readers expect it, are not named.
 */
export function decisionWay({
  surface,
  onBehalfOf,
  limits,
}: Pick<Decision, "surface" | "onBehalfOf" | "limits">): string {
  const limited = limitsText(limits);
  return `${onBehalfOf ? ` for ${onBehalfOf.name}` : ""}${words[surface]}${limited === "" ? "" : `, ${limited}`}`;
}
