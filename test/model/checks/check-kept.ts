import assert from "node:assert/strict";
import { fromAuditRecord } from "../../../src/aws/dynamodb/audit-record.ts";
import type { Seen, World } from "../world/world.ts";

/** The tables hold what was committed of a request, and nothing else. */
export async function checkKept({ stage }: World, { request, events }: Seen): Promise<void> {
  const { id } = request;
  assert.deepEqual(await stage.observer.find(id), request, `${id} is kept as it was written`);
  const kept = (await stage.tables.eventsOf(id)).map(fromAuditRecord);
  assert.deepEqual(kept, events, `the events of ${id} are kept as they were written`);
}
