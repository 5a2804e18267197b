import { type Delegation, delegationText, isInForce } from "../../core/delegation/delegation.ts";
import { momentText } from "../../core/texts.ts";

/** That somebody decides for the reader now, and how to end it. */
export function delegatedText(delegation: Delegation, now: Date): string {
  const from = isInForce(delegation, now) ? "" : `, from ${momentText(delegation.from)} on`;
  return `${delegationText(delegation)}${from}. You can still decide what they have not. \`undelegate\` ends it.`;
}

export function undelegatedText(ended: readonly Delegation[]): string {
  const lines = ended.map(({ of, to }) => `${to.name} does not decide for ${of.name} any more.`);
  return lines.join("\n");
}

const mostShown = 30;

/** Who decides for whom, now and later. */
export function delegationsText(delegations: readonly Delegation[], now: Date): string {
  if (delegations.length === 0) return "Nobody is away: everybody decides for themselves.";
  const lines = delegations.slice(0, mostShown).map((one) => {
    const from = isInForce(one, now) ? "" : `, from ${momentText(one.from)} on`;
    return `• ${delegationText(one)}${from}`;
  });
  const more = delegations.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** The questions of the form, by the ids of their fields. */
export const delegationQuestions = {
  to: { id: "delegate_to", label: "Who decides for you" },
  until: { id: "delegate_until", label: "Until the end of" },
  from: { id: "delegate_from", label: "From", hint: "From now on if you leave it empty." },
  reason: { id: "delegate_reason", label: "Why, if you like to say" },
} as const;
