import assert from "node:assert/strict";
import { fromAuditRecord } from "../../../src/aws/dynamodb/audit-record.ts";
import { fromRequestRecord } from "../../../src/aws/dynamodb/from-request-record.ts";
import type { World } from "../world/world.ts";

/** Once nothing is on its way any more, the tables hold what was committed of each request, and nothing else. */
export async function checkKept({ stage: { tables }, seen }: World): Promise<void> {
  const items = await tables.itemsLeft();
  const kept = [...items.keys()].filter((id) => id.startsWith("req-"));
  assert.deepEqual(new Set(kept), new Set(seen.keys()), "the requests that were committed are kept");
  for (const [id, { request, events }] of seen) {
    assert.deepEqual(fromRequestRecord(items.get(id)), request, `${id} is kept as it was written`);
    const entries = (await tables.eventsOf(id)).map(fromAuditRecord);
    assert.deepEqual(entries, events, `the events of ${id} are kept as they were written`);
  }
}
