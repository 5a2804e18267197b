import assert from "node:assert/strict";
import { type RequestId, requestIdSchema } from "../../../src/core/request.ts";
import type { WireItem } from "../wire/written-items.ts";
import type { World } from "../world/world.ts";

/** Which request is at work on which database. */
export type AtWork = ReadonlyMap<string, RequestId>;

/** After more entries of the record, in the order in which they were committed. Throws where two are at work on one database. */
export function afterEntries(before: AtWork, entries: readonly WireItem[], { seen }: World): AtWork {
  const atWork = new Map(before);
  for (const { request_id, kind } of entries) {
    const { data: id } = requestIdSchema.safeParse(request_id?.S);
    const intent = id && seen.get(id)?.request.intent;
    if (id === undefined || intent?.kind !== "rds") continue;
    const { id: instance } = intent.instance;
    const holder = atWork.get(instance);
    if (kind?.S === "claimed") {
      assert(holder === undefined, `${holder} and ${id} are both at work on ${instance}`);
      atWork.set(instance, id);
    } else if (holder === id && (kind?.S === "completed" || kind?.S === "failed")) atWork.delete(instance);
  }
  return atWork;
}
