import assert from "node:assert/strict";
import type { AuditEvent } from "../../src/core/audit-event.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { create } from "../../src/core/transitions/create.ts";
import type { Beginning, Command, Step } from "./commands.ts";
import { isAllowed } from "./expected.ts";
import { checkChange, checkRecord, checkRefusal } from "./invariants.ts";
import { askedFor, beganAt, perform } from "./perform.ts";

export interface Played {
  readonly request: ApprovalRequest;
  readonly events: readonly AuditEvent[];
  readonly refusals: readonly string[];
}

/**
 * Plays the steps on a new request, kept as the store keeps it: a change is saved only upon the version it was made from.
 * Throws at the first step that breaks an invariant, writes to its input or is answered otherwise than expected.
 */
export function play(beginning: Beginning, steps: readonly Step[]): Played {
  const born = create(deeplyFrozen(askedFor(beginning)), beganAt);
  assert(born.ok);
  const versions: ApprovalRequest[] = [deeplyFrozen(born.value.request)];
  const events = [deeplyFrozen(born.value.event)];
  const refusals: string[] = [];
  const delivered: Command[] = [];
  let now = beganAt;

  for (const step of steps) {
    if (step.kind === "clock") {
      now = movedClock(now, current().expiresAt, step.to);
    } else if (step.kind === "command") {
      delivered.push(step.command);
      deliver(step.command, step.versionsBehind);
    } else {
      const command = delivered.at(-step.back);
      if (command) deliver(command, 0);
    }
  }
  const request = current();
  checkRecord(request, events);
  return { request, events, refusals };

  function current(): ApprovalRequest {
    const latest = versions.at(-1);
    assert(latest);
    return latest;
  }

  function deliver(command: Command, versionsBehind: number): void {
    const read = versions.at(-1 - versionsBehind) ?? current();
    const outcome = perform(read, command, now);
    assert.equal(outcome?.ok === true, isAllowed(read, command, now), `${command.kind} on ${read.status}`);
    if (outcome?.ok) {
      checkChange(read, outcome.value, now);
      save(outcome.value);
    } else if (outcome) {
      checkRefusal(outcome.error);
      refusals.push(outcome.error.kind);
    }
  }

  function save({ request: changed, event }: Change): void {
    if (changed.version !== current().version + 1) return;
    versions.push(deeplyFrozen(changed));
    events.push(deeplyFrozen(event));
  }
}

function movedClock(now: Date, expiresAt: Date, to: Extract<Step, { kind: "clock" }>["to"]): Date {
  return "minutes" in to
    ? new Date(now.getTime() + to.minutes * 60_000)
    : new Date(expiresAt.getTime() + to.millisecondsFromExpiry);
}

function deeplyFrozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deeplyFrozen(part);
  }
  return value;
}
