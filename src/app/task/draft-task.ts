import { type PersonId, personIdSchema } from "../../core/person.ts";
import { evaluatePolicy, type PolicyAnswer } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ParameterIssue, Refusal } from "../../core/refusal.ts";
import type { RequestId } from "../../core/request.ts";
import type { Requirement } from "../../core/requirement.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { detailFactsOf } from "../../core/task/task-details.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import type { NewRequest } from "../../core/transitions/create.ts";
import type { TaskSubmission } from "./task-message.ts";

const effect = "A paused workflow waits for this decision. It is told of it, and goes on by itself.";

/**
 * The request of a task, under the policy: the workflow can raise the risk and name fewer approvers, and neither lower the one
 * nor add to the others.
 */
export function draftTask(
  submission: TaskSubmission,
  {
    policy,
    tenant,
    id,
    now,
  }: { readonly policy: Policy; readonly tenant: string; readonly id: RequestId; readonly now: Date },
): Result<NewRequest, Refusal> {
  const { title, details, reason, on_reject: onReject, execution } = submission;
  const { environment, requester } = policy.tasks;
  const by = submission.requested_by ?? requester;
  if (!by) {
    return invalid([
      { parameter: "requested_by", message: "missing, and the policy names no tasks.requester" },
    ]);
  }
  const { expiresAfterSeconds, ...answer } = evaluatePolicy(forTasks(policy), {
    operation: "task",
    environment,
    catalogueRisk: policy.tasks.risk,
    claimedRisk: submission.risk,
    raisedBy: [],
    kind: "task",
    parameters: details,
    requester: by,
    surface: "api",
    at: now,
    collateral: [],
    cost: { kind: "none" },
  });
  const named = namedApprovers(submission.approvers, answer.requirement, policy);
  if (!named.ok) return named;
  const seconds = Math.min(expiresAfterSeconds, submission.timeout_seconds ?? Number.POSITIVE_INFINITY);
  return ok({
    ...answer,
    requirement: { ...narrowed(answer.requirement, named.value.approvers), ...named.value },
    emailRecipients: answer.emailRecipients.filter(
      (person) => named.value.approvers.includes(person) || !answer.requirement.approvers.includes(person),
    ),
    id,
    tenant,
    intent: { kind: "task", title, details },
    description: { title, effect, ...detailFactsOf(details) },
    requestedBy: { id: by, name: by },
    requestedVia: "api",
    justification: reason ?? "A workflow asks for it.",
    environment,
    environmentSource: "policy, tasks",
    expiresAt: secondsAfter(now, seconds),
    task: { onReject, execution },
  });
}

/** Where no rule says who decides, the groups do that the policy has for tasks. */
function forTasks(policy: Policy): Policy {
  const { approvers = policy.defaults.approvers } = policy.tasks;
  return { ...policy, defaults: { ...policy.defaults, approvers } };
}

/** Each group of which one has to approve, as far as it is named. */
function narrowed(requirement: Requirement, approvers: readonly PersonId[]): Requirement {
  const { oneFromEach } = requirement;
  if (!oneFromEach) return requirement;
  const each = oneFromEach.map(({ group, members }) => ({
    group,
    members: members.filter((person) => approvers.includes(person)),
  }));
  return { ...requirement, oneFromEach: each };
}

type Approvers = Pick<PolicyAnswer["requirement"], "approvers" | "groups">;

function namedApprovers(
  names: readonly string[] | undefined,
  allowed: Approvers,
  policy: Policy,
): Result<Approvers, Refusal> {
  if (!names) return ok({ approvers: allowed.approvers, groups: allowed.groups });
  const people: PersonId[] = [];
  const issues: ParameterIssue[] = [];
  for (const name of new Set(names)) {
    const meant = membersOf(name, policy);
    const strangers = meant?.filter((person) => !allowed.approvers.includes(person));
    if (!meant) issues.push({ parameter: "approvers", message: `${name} is neither a group nor an address` });
    else if (strangers && strangers.length > 0) {
      const message = `${strangers.join(", ")} may not decide this: the policy allows ${allowed.groups.join(" and ")}`;
      issues.push({ parameter: "approvers", message });
    } else people.push(...meant);
  }
  return issues.length > 0 ? invalid(issues) : ok({ approvers: [...new Set(people)], groups: names });
}

function membersOf(name: string, policy: Policy): readonly PersonId[] | undefined {
  if (Object.hasOwn(policy.groups, name)) return policy.groups[name]?.members;
  const person = personIdSchema.safeParse(name);
  return person.success ? [person.data] : undefined;
}

function invalid(issues: readonly ParameterIssue[]): Result<never, Refusal> {
  return err({ kind: "invalid-parameters", issues });
}
