import assert from "node:assert/strict";
import { requestIdSchema } from "../../../src/core/request.ts";
import type { World } from "../world/world.ts";

const actionOf: Readonly<Record<string, string>> = {
  create_snapshot: "CreateDBSnapshot",
  modify_instance_class: "ModifyDBInstance",
  reboot_instance: "RebootDBInstance",
};

/**
 * Invariants 4 and 5 at RDS itself: no request has changed anything twice, and what was called is what was approved, on an instance
 * that still was as it was approved.
 */
export function checkCalls(world: World): void {
  const called = new Set<string>();
  for (const { requestId, action, parameters, before } of world.databases.changing) {
    assert(!called.has(requestId), `${requestId} has changed RDS twice`);
    called.add(requestId);
    const seen = world.seen.get(requestIdSchema.parse(requestId));
    assert(seen, `${requestId} has changed RDS and is not there`);
    const { intent } = seen.request;
    assert(intent.kind === "rds");
    assert(
      seen.events.some(({ kind }) => kind === "claimed"),
      `${requestId} has changed RDS and was not claimed`,
    );
    assert.equal(action, actionOf[intent.operation], `${requestId}: another call than was approved`);
    assert.equal(parameters.DBInstanceIdentifier, intent.instance.id, `${requestId}: another instance`);
    assert.equal(parameters.DBInstanceClass, intent.parameters.instance_class, `${requestId}: another class`);
    const [, instanceClass] = /<DBInstanceClass>(.*?)<\/DBInstanceClass>/.exec(before) ?? [];
    assert.equal(instanceClass, intent.state?.class, `${requestId}: the instance was not as approved`);
  }
}
