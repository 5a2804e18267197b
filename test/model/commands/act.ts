import type { RequestId } from "../../../src/core/request.ts";
import type { World } from "../world/world.ts";

/** Something that a function does on one of the machines: alone, or at the same time as another one. */
export type Act = (world: World, at: number) => Promise<void>;

/** The request that is meant, counted from the last one; nothing where there is none. */
export function requestAt(world: World, back: number): RequestId | undefined {
  return [...world.seen.keys()].at(-1 - back);
}
