import { missingGroups } from "../one-from-each.ts";
import { membersOf, peopleAsked } from "./people-asked.ts";
import type { PolicyContent, Rule } from "./policy.ts";
import { approvalsFor } from "./raise-risk.ts";

/** A rule that asks for more people than there are. */
export interface ShortRule {
  /** Its place in the file, and the key that asks for them. */
  readonly index: number;
  readonly key: "approvals" | "one_from_each" | "level" | "approvers";
  readonly why: string;
}

/**
 * The rules that could never be met, each taken alone: too few people have what it asks for. Whoever asks may be one of them, and
 * then there is one fewer: that is told when it happens.
 */
export function findShortRules(policy: PolicyContent): readonly ShortRule[] {
  return policy.rules.flatMap((rule, index) => {
    const short = shortOf(policy, rule);
    return short ? [{ index, ...short }] : [];
  });
}

function shortOf(policy: PolicyContent, rule: Rule): Omit<ShortRule, "index"> | undefined {
  const { approvals = 0, one_from_each = [], level, approvers, when } = rule;
  const { oneFromEach, approvers: people, groups } = peopleAsked(policy, [rule]);
  if (missingGroups(oneFromEach, people).length > 0) {
    return {
      key: "one_from_each",
      why: `there are not enough people for one from each of ${one_from_each.join(", ")}`,
    };
  }
  // Least of all what the mildest risk that it is about needs anyway.
  const fromRisk =
    when.risks && !rule.auto_approve ? Math.min(...when.risks.map((risk) => approvalsFor[risk])) : 0;
  const needed = Math.max(approvals, fromRisk, level === undefined ? 0 : 1);
  // Without groups of its own it goes with any other rule's.
  const isOpen = approvers === undefined && one_from_each.length === 0;
  const eligible = isOpen ? mostElsewhere(policy, level) : people.length;
  if (eligible >= needed) return undefined;
  const whose = isOpen ? "any rule's groups" : groups.join(", ");
  const ofLevel = level === undefined ? "" : ` of level ${level}`;
  const key = approvals > 0 ? "approvals" : level === undefined ? "approvers" : "level";
  return { key, why: `it needs ${needed}${ofLevel}, and ${whose} have ${eligible}` };
}

function mostElsewhere(policy: PolicyContent, level: number | undefined): number {
  const named = [
    policy.defaults.approvers,
    ...policy.rules.flatMap(({ approvers }) => (approvers ? [approvers] : [])),
  ];
  return Math.max(...named.map((groups) => membersOf(policy, groups, level).length));
}
