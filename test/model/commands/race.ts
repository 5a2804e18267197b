import fc from "fast-check";
import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";

/** Whose call comes next, at each turn: by their numbers among those that wait. */
export const choices = fc.array(fc.nat({ max: 2 }), { maxLength: 16 });

/** Two things at the same time, on two machines. */
export async function raceActs(world: World, acts: readonly Act[], turns: readonly number[]): Promise<void> {
  const racers = acts.map((act, at) => {
    const lodging = world.stage.lodgings[at];
    if (!lodging) throw new Error(`there is no machine ${at}`);
    return [lodging.machine, () => act(world, at)] as const;
  });
  await world.turnstile.race(racers, turns);
}
