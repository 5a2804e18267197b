import type { MessageIntent } from "../../core/action/decision-record.ts";
import type { Fact } from "../../core/fact.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Person, Surface } from "../../core/person.ts";
import { evaluatePolicy } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ParameterIssue, Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { shortened } from "../../core/texts.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import { create } from "../../core/transitions/create.ts";
import { catalogue } from "../../operations/catalogue.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { askerFactsOf } from "../submit/asked-facts.ts";

/** What a monitoring system, or a person for it, asks for. */
export interface ActionSubmission {
  readonly subject: string;
  readonly issue: string;
  readonly action: string;
  readonly parameters: JsonObject;
  readonly by: Person;
  readonly surface: Surface;
  /** The same for each copy of one submission. A copy gets the first one's request. */
  readonly correlationId: string;
}

export type SubmitAction = (submission: ActionSubmission) => Promise<Result<ApprovalRequest, Refusal>>;

interface Dependencies {
  readonly requests: RequestStore;
  readonly policy: Policy;
  readonly tenant: string;
  readonly now: () => Date;
  readonly newRequestId: () => RequestId;
  /** 32 hexadecimal digits that nobody can guess. */
  readonly newNonce: () => string;
}

/** What an approver cannot read on the card is not approved, so there are not more of them, and none is longer. */
const mostParameters = 12;
const longestParameter = 280;

/** Asks for an action on an on-premises system: one that the policy does not name counts as production, and high. */
export function makeSubmitAction(deps: Dependencies): SubmitAction {
  const { requests, policy, tenant, now, newRequestId, newNonce } = deps;
  return async (submission) => {
    const issues = issuesOf(submission);
    if (issues.length > 0) return err({ kind: "invalid-parameters", issues });
    const { by, surface, correlationId, subject, issue, action, parameters } = submission;
    const intent: MessageIntent = { kind: "message", subject, issue, action, parameters };
    const named = Object.hasOwn(policy.actions, action) ? policy.actions[action] : undefined;
    const environment = named?.environment ?? "production";
    const asked = now();
    const { expiresAfterSeconds, ...answer } = evaluatePolicy(policy, {
      kind: "message",
      parameters,
      collateral: [],
      ...askerFactsOf({ by: by.id, surface, at: asked }),
      operation: action,
      environment,
      catalogueRisk: named?.risk ?? "high",
      raisedBy: [],
      cost: { kind: "none" },
    });
    const id = newRequestId();
    const created = create(
      {
        ...answer,
        id,
        tenant,
        intent,
        description: describe(intent),
        requestedBy: by,
        requestedVia: surface,
        justification: shortened(issue, 2000),
        environment,
        environmentSource: named ? `policy, action ${action}` : "action not in the policy",
        expiresAt: secondsAfter(asked, expiresAfterSeconds),
        correlationId,
        action: { nonce: newNonce(), runWithinSeconds: named?.run_within ?? 86_400, looks: 0 },
      },
      asked,
    );
    if (!created.ok) return created;
    const savedId = await requests.create(created.value, correlationId);
    if (savedId === id) return ok(created.value.request);
    const first = await requests.find(savedId);
    return first ? ok(first) : err({ kind: "unknown-request", requestId: savedId });
  };
}

function issuesOf(submission: ActionSubmission): readonly ParameterIssue[] {
  const { subject, issue, action, parameters, correlationId } = submission;
  const issues: ParameterIssue[] = [];
  const check = (parameter: string, isRight: boolean, message: string) => {
    if (!isRight) issues.push({ parameter, message });
  };
  check("subject", /^[\w.:@/-]{1,128}$/.test(subject), "1 to 128 letters, digits and . : @ / _ -");
  check("issue", issue.trim() !== "" && issue.length <= 2000, "1 to 2000 characters");
  check("action", /^[a-z][a-z0-9_]{0,63}$/.test(action), "lower-case letters, digits and underscores");
  const isOperation = catalogue.some(({ name }) => name === action);
  check("action", !isOperation, "this is an operation on RDS: ask for it in chat or by POST /operations");
  check("parameters", Object.keys(parameters).length <= mostParameters, `${mostParameters} at most`);
  for (const [name, value] of Object.entries(parameters)) {
    const isReadable = name.length <= 60 && textOf(value).length <= longestParameter;
    check(
      shortened(name, 60),
      isReadable,
      `a name of 60 and a value of ${longestParameter} characters at most`,
    );
  }
  check("correlation_id", correlationId.length >= 1 && correlationId.length <= 255, "1 to 255 characters");
  return issues;
}

function describe({ subject, action, parameters }: MessageIntent) {
  return {
    title: `${action} on ${subject}`,
    effect: `The poller on the premises runs its action ${action} for ${subject}, once, with exactly these parameters.`,
    facts: [{ label: "Subject", value: subject }, { label: "Action", value: action }, ...factsOf(parameters)],
  };
}

function factsOf(parameters: JsonObject): readonly Fact[] {
  return Object.entries(parameters).map(([name, value]) => ({
    label: `Parameter ${name}`,
    value: textOf(value),
  }));
}

function textOf(value: Json): string {
  if (value === "") return "(empty)";
  return typeof value === "string" ? value : JSON.stringify(value);
}
