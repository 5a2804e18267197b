import assert from "node:assert/strict";
import type { RequestId } from "../../../src/core/request.ts";
import type { World } from "../world/world.ts";

/** One request at a time is at work on a database. */
export function checkTurns({ seen }: World): void {
  const atWork = new Map<string, RequestId>();
  for (const { request } of seen.values()) {
    if (request.status !== "executing" || request.intent.kind !== "rds") continue;
    const { id: instance } = request.intent.instance;
    const other = atWork.get(instance);
    assert(!other, `${other} and ${request.id} are both at work on ${instance}`);
    atWork.set(instance, request.id);
  }
}
