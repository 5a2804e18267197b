import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import type { Account } from "./account.ts";

/** What somebody who only reads the record knows of a request for several instances. */
export interface Bulk {
  /** What was asked for of each instance, as it was approved. */
  readonly parts: readonly unknown[];
  /** So many have started, in their order. */
  readonly started: number;
  readonly ended: readonly number[];
}

/** After one more event about its parts. Throws where that is none that may happen now. */
export function afterPart(bulk: Bulk | undefined, { kind, details }: AuditEvent): Bulk {
  assert(bulk, `${kind}: it is not for several instances`);
  const { parts, started, ended } = bulk;
  if (kind === "part-ended") {
    const part = Number(details.part);
    assert(part < started && !ended.includes(part), `part ${part} ends that has not started, or twice`);
    return { ...bulk, ended: [...ended, part] };
  }
  assert.equal(details.first, started, "the next ones start");
  const more = started + (details.instances as readonly unknown[]).length;
  assert(more <= parts.length, `${more} of ${parts.length} start`);
  return { ...bulk, started: more };
}

/** A part is born of a request that runs: as that was approved, by those who approved it, and of what has started there. Gives that. */
export function bornOf(whole: Account | undefined, { details, actor }: AuditEvent): Account {
  assert(whole?.bulk, "it is part of a request for several instances");
  assert.equal(actor, "system:run", "nobody asks for a part");
  assert.equal(whole.claims.length, 1, "it has started");
  const part = Number(details.part);
  assert(part < whole.bulk.started, `part ${part} has started`);
  assert.deepEqual(details.intent, whole.bulk.parts[part], `part ${part} is what was approved of it`);
  assert.equal(details.approved_digest, whole.digest, "on what was approved");
  assert.deepEqual(details.approved_by, whole.approvals, "by those who approved the whole");
  return whole;
}
