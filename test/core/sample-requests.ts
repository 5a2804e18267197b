import type { CostChange } from "../../src/core/cost.ts";
import { digestOf, type RdsIntent } from "../../src/core/intent.ts";
import { type Person, personIdSchema } from "../../src/core/person.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { type ApprovalRequest, requestIdSchema, type Status } from "../../src/core/request.ts";
import type { Requirement } from "../../src/core/requirement.ts";
import type { Result } from "../../src/core/result.ts";
import { type AskedAgain, askAgain } from "../../src/core/transitions/ask-again.ts";
import { cancel } from "../../src/core/transitions/cancel.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { create, type NewRequest } from "../../src/core/transitions/create.ts";
import { type DecisionCommand, decide } from "../../src/core/transitions/decide.ts";
import { escalate } from "../../src/core/transitions/escalate.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import { claim, complete, fail } from "../../src/core/transitions/run.ts";
import { schedule } from "../../src/core/transitions/schedule.ts";

export function person(email: string, name: string): Person {
  return { id: personIdSchema.parse(email), name };
}

export const anna = person("anna@acme.example", "Anna");
export const ben = person("ben@acme.example", "Ben");
export const cleo = person("cleo@acme.example", "Cleo");
export const dora = person("dora@acme.example", "Dora");
export const otto = person("otto@acme.example", "Otto");

export const askedAt = new Date("2026-03-02T10:00:00.000Z");
export const expiresAt = hoursLater(72);

export function hoursLater(hours: number): Date {
  return new Date(askedAt.getTime() + hours * 3_600_000);
}

export function costOf(monthlyChange: number): CostChange {
  const prices = { currency: "USD", pricesAsOf: "2026-11-01", basis: "list" } as const;
  return { kind: "change", monthlyChange, isAtMost: false, ...prices };
}

export const snapshotIntent: RdsIntent = {
  kind: "rds",
  operation: "create_snapshot",
  instance: { id: "orders-prod", account: "123456789012", region: "eu-central-1", resourceId: "db-ORDERS" },
  parameters: { snapshot_name: "before-migration" },
};

export const otherDigest = digestOf({ ...snapshotIntent, parameters: { snapshot_name: "something-else" } });

/** Anna's request; Ben and Cleo may decide it, and Dora once it is escalated. */
export function askedFor(
  requirement: Partial<Requirement> = {},
  changes: Partial<NewRequest> = {},
): NewRequest {
  return {
    id: requestIdSchema.parse("req-0123456789"),
    tenant: "acme",
    intent: snapshotIntent,
    description: {
      title: "Snapshot orders-prod",
      effect: "Creates the snapshot before-migration of orders-prod.",
      facts: [{ label: "Engine", value: "postgres 17.2" }],
    },
    requestedBy: anna,
    requestedVia: "slack",
    justification: "The migration starts at ten.",
    environment: "production",
    environmentSource: "tag Environment=production",
    risk: "high",
    requirement: {
      approvals: 2,
      raisedBy: [],
      approvers: [anna.id, ben.id, cleo.id],
      escalationApprovers: [anna.id, dora.id],
      groups: ["dba-leads"],
      rules: ["production"],
      policyVersion: "policy-hash",
      ...requirement,
    },
    slackChannels: ["C0PROD"],
    expiresAt,
    ...changes,
  };
}

export function accepted<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(`was refused: ${result.error.kind}`);
  return result.value;
}

export function approval(by: Person, changes: Partial<DecisionCommand> = {}): DecisionCommand {
  return { kind: "approve", by, surface: "slack", comment: "", digest: digestOf(snapshotIntent), ...changes };
}

export function rejection(by: Person, comment = "not today"): DecisionCommand {
  return approval(by, { kind: "reject", comment });
}

export function pending(requirement: Partial<Requirement> = {}): ApprovalRequest {
  return accepted(create(askedFor(requirement), askedAt)).request;
}

export const runTimes = { patienceSeconds: 3600, leaseSeconds: 60 } as const;

/** The changes that brought one request into each status, the first to the last; all an hour apart. */
export const changesTo: Readonly<Record<Status, () => readonly Change[]>> = {
  pending: () => [accepted(create(askedFor(), askedAt))],
  escalated: () => then(changesTo.pending(), escalate),
  approved: () =>
    then(
      then(changesTo.pending(), (request, now) => decide(request, approval(ben), now)),
      (request, now) => decide(request, approval(cleo), now),
    ),
  scheduled: () =>
    then(changesTo.approved(), (request, now) => schedule(request, { startAt: hoursLater(12) }, now)),
  executing: () => then(changesTo.approved(), (request, now) => claim(request, runTimes, now)),
  executed: () =>
    then(changesTo.executing(), (request, now) =>
      complete(request, [{ label: "Snapshot", value: "arn:snapshot" }], now),
    ),
  failed: () =>
    then(changesTo.executing(), (request, now) =>
      fail(request, { result: "failed", facts: [], guidance: "Ask again." }, now),
    ),
  rejected: () => then(changesTo.pending(), (request, now) => decide(request, rejection(ben), now)),
  cancelled: () =>
    then(changesTo.pending(), (request, now) => cancel(request, { by: anna, surface: "slack" }, now)),
  expired: () => [...changesTo.pending(), accepted(expire(last(changesTo.pending()).request, expiresAt))],
};

/** The same snapshot, of an instance that has become larger. */
export function askedAgain(changes: Partial<AskedAgain> = {}): AskedAgain {
  return {
    intent: { ...snapshotIntent, state: { class: "db.r6g.2xlarge" } },
    description: {
      title: "Snapshot orders-prod",
      effect: "Creates the snapshot before-migration of orders-prod, as large as it is now.",
      facts: [{ label: "Engine", value: "postgres 17.2" }],
    },
    inverse: undefined,
    differences: [{ label: "class", value: "db.r6g.xlarge → db.r6g.2xlarge" }],
    raisedBy: [],
    ...changes,
  };
}

/** An approved request, sent back to its approvers. */
export function driftedChange(at: Date, changes: Partial<AskedAgain> = {}): Change {
  return accepted(askAgain(requestIn("approved"), askedAgain(changes), at));
}

export function requestIn(status: Status): ApprovalRequest {
  return last(changesTo[status]()).request;
}

function then(
  changes: readonly Change[],
  transition: (request: ApprovalRequest, now: Date) => Result<Change, Refusal>,
): readonly Change[] {
  return [...changes, accepted(transition(last(changes).request, hoursLater(changes.length)))];
}

export function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error("needs at least one item");
  return item;
}
