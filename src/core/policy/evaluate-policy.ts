import { type CostChange, mayCostMoreThan } from "../cost.ts";
import type { PersonId } from "../person.ts";
import { type Requirement, type Risk, risks, type TeamsPerson } from "../request.ts";
import type { Policy, Rule } from "./policy.ts";
import { approvalsFor, raiseRisk } from "./raise-risk.ts";

export interface PolicyQuestion {
  readonly operation: string;
  readonly environment: string;
  /** The catalogue's own risk of the operation in this environment. */
  readonly catalogueRisk: Risk;
  /** What makes it riskier than the policy has it: each a reason that people read. */
  readonly raisedBy: readonly string[];
  /** What it changes of the monthly bill; left out, nobody can tell, and that counts as above every limit. */
  readonly cost?: CostChange | undefined;
}

export interface PolicyAnswer {
  readonly risk: Risk;
  readonly requirement: Requirement;
  readonly expiresAfterSeconds: number;
  readonly slackChannels: readonly string[];
  readonly teamsChannels: readonly string[];
  readonly teamsPeople: readonly TeamsPerson[];
  /** Who gets the request by mail; some of them may only read it. */
  readonly emailRecipients: readonly PersonId[];
}

/**
 * Who must agree. The risk, one level higher where something raises it, says how many approvals are needed (low 0, medium 1,
 * high 2); matching rules can ask for more, never for fewer. The matching rule that asks for the most names the groups, the shortest expiry counts, and the card
 * goes to every channel that a matching rule names, or to the default's where none does; mails and personal chats go by the same rule.
 */
export function evaluatePolicy(policy: Policy, question: PolicyQuestion): PolicyAnswer {
  const policyRisk =
    policy.operations[question.operation]?.risk[question.environment] ?? question.catalogueRisk;
  const { risk, raisedBy } = raiseRisk(policyRisk, question.raisedBy);
  const matching = policy.rules.filter((rule) => matches(rule, question, risk));
  const approvals = Math.max(approvalsFor[risk], ...matching.map((rule) => rule.approvals ?? 0));
  const strictest = matching
    .filter(({ approvers }) => approvers)
    .toSorted((one, other) => (other.approvals ?? 0) - (one.approvals ?? 0))[0];
  const groups = strictest?.approvers ?? policy.defaults.approvers;
  const channels = matching.flatMap(({ notify }) => notify?.slack ?? []);
  const teamsChannels = matching.flatMap(({ notify }) => notify?.teams ?? []);
  const inPerson = matching.flatMap(({ notify }) => (notify?.teams_personal ? [notify.teams_personal] : []));
  const personal = (inPerson.length > 0 ? inPerson : [policy.defaults.notify.teams_personal ?? []]).flat();
  const ruled = matching.flatMap(({ notify }) => (notify?.email === undefined ? [] : [notify.email]));
  const mailedGroups = (ruled.length > 0 ? ruled : [policy.defaults.notify.email ?? "none"]).flatMap(
    (route) => (route === "none" ? [] : route === "approvers" ? groups : route),
  );
  return {
    risk,
    requirement: {
      approvals,
      raisedBy,
      groups,
      approvers: membersOf(policy, groups),
      escalationApprovers: membersOf(
        policy,
        matching.flatMap(({ escalate_to }) => escalate_to ?? []),
      ),
      rules: matching.map(({ name }) => name),
      policyVersion: policy.hash,
      safetySnapshotAt: matching.some(({ safety_snapshot }) => safety_snapshot)
        ? risks
        : policy.defaults.safety_snapshot,
    },
    expiresAfterSeconds: Math.min(
      ...(matching.some(({ expires_after }) => expires_after)
        ? matching.flatMap(({ expires_after }) => expires_after ?? [])
        : [policy.defaults.expires_after]),
    ),
    slackChannels: [...new Set(channels.length > 0 ? channels : policy.defaults.notify.slack)],
    teamsChannels: [...new Set(teamsChannels.length > 0 ? teamsChannels : policy.defaults.notify.teams)],
    teamsPeople: teamsPeopleOf(policy, personal, groups),
    emailRecipients: membersOf(policy, mailedGroups),
  };
}

/** What the rules about a start go by, once the risk is known. */
export type WindowQuestion = Pick<PolicyQuestion, "operation" | "environment" | "cost"> & {
  readonly risk: Risk;
  /** Of a bulk request: what each instance changes of the bill. A limit means each as well as the whole, as one may save what another costs. */
  readonly partCosts?: readonly (CostChange | undefined)[] | undefined;
};

/** The names of the windows that matching rules demand a start in; it has to lie in all of them. */
export function windowsDemanded(
  policy: Policy,
  { risk, partCosts = [], cost: whole, ...question }: WindowQuestion,
): readonly string[] {
  const matching = policy.rules.filter((rule) =>
    [whole, ...partCosts].some((cost) => matches(rule, { ...question, cost }, risk)),
  );
  return [...new Set(matching.flatMap(({ start_in }) => start_in ?? []))];
}

function matches(
  { when }: Rule,
  question: Pick<PolicyQuestion, "operation" | "environment" | "cost">,
  risk: Risk,
): boolean {
  return (
    (when.environments?.includes(question.environment) ?? true) &&
    (when.operations?.includes(question.operation) ?? true) &&
    (when.risks?.includes(risk) ?? true) &&
    (when.cost_increase_above === undefined ||
      mayCostMoreThan(when.cost_increase_above, question.cost ?? { kind: "unknown", why: "not told" }))
  );
}

function teamsPeopleOf(
  policy: Policy,
  names: readonly string[],
  approvers: readonly string[],
): readonly TeamsPerson[] {
  const groups = names.flatMap((name) => (name === "approvers" ? approvers : name));
  return [...(names.includes("requester") ? (["requester"] as const) : []), ...membersOf(policy, groups)];
}

function membersOf(policy: Policy, groups: readonly string[]): readonly PersonId[] {
  return [...new Set(groups.flatMap((group) => policy.groups[group]?.members ?? []))];
}
