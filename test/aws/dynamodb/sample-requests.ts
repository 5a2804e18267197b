import { type Person, personIdSchema } from "../../../src/core/person.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../src/core/request.ts";
import type { Result } from "../../../src/core/result.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { cancel } from "../../../src/core/transitions/cancel.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { create, type NewRequest } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { expire } from "../../../src/core/transitions/expire.ts";
import { noteRefusal } from "../../../src/core/transitions/note-refusal.ts";
import { claim, complete, fail, progress } from "../../../src/core/transitions/run.ts";
import { schedule } from "../../../src/core/transitions/schedule.ts";

export const start = new Date("2026-03-01T10:00:00.000Z");

export function after(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

let counter = 0;

export function newId() {
  counter += 1;
  return requestIdSchema.parse(`req-${String(counter).padStart(10, "0")}`);
}

export function person(name: string): Person {
  return { id: personIdSchema.parse(`${name.toLowerCase()}@example.com`), name };
}

export const ada = person("Ada");
export const ben = person("Ben");
export const cleo = person("Cleo");

export function unwrapped<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A pending request that needs two approvals, unless said otherwise. */
export function created(asked: Partial<NewRequest> = {}, at = start): Change {
  const approvers = [ben.id, cleo.id];
  return unwrapped(
    create(
      {
        id: newId(),
        tenant: "default",
        intent: {
          kind: "rds",
          operation: "create_snapshot",
          instance: {
            id: "dev-postgres-01",
            account: "123456789012",
            region: "eu-central-1",
            resourceId: "db-A",
          },
          parameters: { snapshot_id: null },
        },
        description: {
          title: "Create a snapshot of dev-postgres-01",
          effect: "Takes a full copy.",
          facts: [{ label: "Instance", value: "dev-postgres-01" }],
        },
        requestedBy: ada,
        requestedVia: "slack",
        justification: "the migration starts at ten",
        environment: "production",
        environmentSource: "tag Environment=production",
        risk: "high",
        requirement: {
          approvals: 2,
          raisedBy: [],
          approvers,
          escalationApprovers: [person("Dora").id],
          groups: ["dba"],
          rules: ["production"],
          policyVersion: "0".repeat(64),
        },
        slackChannels: ["C0123ABCD"],
        expiresAt: after(72 * 3600),
        ...asked,
      },
      at,
    ),
  );
}

export function approved(request: ApprovalRequest, by: Person, at: Date, comment = ""): Change {
  const command = { kind: "approve", by, surface: "slack", comment, digest: request.digest } as const;
  return unwrapped(decide(request, command, at));
}

/** The approved request, asked again of a larger instance. */
export function driftedFrom(request: ApprovalRequest): Change {
  if (request.intent.kind !== "rds") throw new Error("is about no instance");
  const { description, inverse } = request;
  const asked = {
    intent: { ...request.intent, state: { class: "db.r6g.2xlarge", pending: { multi_az: true } } },
    differences: [{ label: "class", value: "db.r6g.xlarge → db.r6g.2xlarge" }],
    raisedBy: ["pending changes are applied too"],
  };
  return unwrapped(askAgain(request, { description, inverse, ...asked }, after(50)));
}

const times = { patienceSeconds: 3600, leaseSeconds: 60 };

/** One road through the core to each status, as the changes that lead there. */
export function roadsToEveryStatus(): Readonly<Record<ApprovalRequest["status"], readonly Change[]>> {
  const take = (steps: readonly ((request: ApprovalRequest) => Change)[]) => {
    const changes = [created()];
    for (const step of steps) changes.push(step((changes.at(-1) as Change).request));
    return changes;
  };
  const first = (request: ApprovalRequest) => approved(request, ben, after(10), "fine");
  const second = (request: ApprovalRequest) => approved(request, cleo, after(20));
  const scheduled = (request: ApprovalRequest) =>
    unwrapped(schedule(request, { startAt: after(600) }, after(30)));
  const claimed = (request: ApprovalRequest) => unwrapped(claim(request, times, after(700)));
  const progressed = (request: ApprovalRequest) =>
    unwrapped(progress(request, { text: "snapshot creating", percent: 12.5 }, after(710)));
  const refused = (request: ApprovalRequest) =>
    noteRefusal(
      request,
      { refusal: { kind: "self-approval" }, by: ada, surface: "slack", attempt: "approve" },
      after(5),
    ) as Change;
  const facts = [{ label: "Snapshot", value: "snap-1" }];
  const rejection = (request: ApprovalRequest) =>
    unwrapped(
      decide(
        request,
        { kind: "reject", by: cleo, surface: "api", comment: "not today", digest: request.digest },
        after(20),
      ),
    );
  return {
    pending: take([refused, first]),
    escalated: take([(request) => unwrapped(escalate(request, after(60)))]),
    approved: take([first, second]),
    rejected: take([first, rejection]),
    cancelled: take([
      first,
      second,
      scheduled,
      (request) => unwrapped(cancel(request, { by: ada, surface: "teams" }, after(40))),
    ]),
    expired: take([(request) => unwrapped(expire(request, after(73 * 3600)))]),
    scheduled: take([first, second, scheduled]),
    executing: take([first, second, scheduled, claimed, progressed]),
    executed: take([
      first,
      second,
      claimed,
      progressed,
      (request) => unwrapped(complete(request, facts, after(720), { details: { snapshot_arn: "arn" } })),
    ]),
    failed: take([
      first,
      second,
      claimed,
      (request) =>
        unwrapped(fail(request, { result: "timeout", facts: [], guidance: "Look at RDS." }, after(720))),
    ]),
  };
}
