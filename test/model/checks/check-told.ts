import assert from "node:assert/strict";
import type { World } from "../world/world.ts";

const kinds = { approve: "approved", reject: "rejected" } as const;

/** What somebody was told has counted is in the record, and stays there. */
export function checkTold(world: World): void {
  for (const { id, by, decision } of world.told) {
    const events = world.seen.get(id)?.events ?? [];
    const isKept = events.some(({ kind, actor }) => kind === kinds[decision] && actor === by);
    assert(isKept, `${by} was told that their word counts on ${id}, and it is not in the record`);
  }
}
