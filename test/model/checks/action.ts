import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import type { Status } from "../../../src/core/request.ts";
import { pollers } from "../world/premises.ts";

const hour = 3_600_000;

/** Longer for what the policy does not name. */
const runWithin = { restart_service: 4 * hour, ping_host: 4 * hour, flush_cache: 24 * hour } as const;

/** What somebody who only reads the record knows of an action on the premises. */
export interface Action {
  readonly name: keyof typeof runWithin;
  readonly isSent: boolean;
  readonly isReportedLate: boolean;
}

export function actionNamed(name: string): Action {
  assert(isKnown(name), `nobody asks for ${name}`);
  return { name, isSent: false, isReportedLate: false };
}

function isKnown(name: string): name is keyof typeof runWithin {
  return Object.hasOwn(runWithin, name);
}

/** How many must agree. */
export const leastForAction = { restart_service: 1, ping_host: 0, flush_cache: 2 } as const;

/** Until when it may start. */
export function endOfStart({ name }: Action, approvedAt: number): number {
  return approvedAt + runWithin[name];
}

/** After one more event about its way to the premises and back. Throws where that is none that may happen now. */
export function afterSending(action: Action | undefined, status: Status, { kind }: AuditEvent): Action {
  assert(action, `${kind}: it is nothing for the premises`);
  switch (kind) {
    case "sent":
      assert(status === "approved" && !action.isSent, `${kind}: it is ${status}, or was sent before`);
      return { ...action, isSent: true };
    case "poller-looked":
      assert(status === "approved" && action.isSent, `${kind}: it is ${status}, or was not sent`);
      return action;
    default:
      assert(status === "failed" && !action.isReportedLate, `${kind}: it is ${status}, or was told before`);
      return { ...action, isReportedLate: true };
  }
}

/** Nobody else begins an action. */
export function assertPoller({ details }: AuditEvent): void {
  assert(
    pollers.some((name) => name === details.poller),
    `there is no poller ${details.poller}`,
  );
}
