import fc from "fast-check";
import { consumers } from "../world/queues.ts";
import type { Act } from "./act.ts";
import { handOver } from "./deliver.ts";
import { toPublishAct } from "./publish.ts";

export const arrival = fc.record({ kind: fc.constant("arrive" as const) });

/** All that is on its way arrives, once and in its order, as on most days: so people see what they can decide. */
export function toArriveAct(): Act {
  return async (world, at) => {
    await toPublishAct({ kind: "publish", most: 100, again: 0, life: undefined })(world, at);
    for (const consumer of consumers) {
      for (const message of world.queues.visible(consumer)) await handOver(world, at, { consumer, message });
    }
  };
}
