import fc from "fast-check";
import type { World } from "../world/world.ts";
import type { Act } from "./act.ts";
import { cancel } from "./cancel.ts";
import { decide } from "./decide.ts";
import { delegate } from "./delegate.ts";
import { deliver } from "./deliver.ts";
import { poll } from "./poll.ts";
import { publish } from "./publish.ts";
import { review } from "./review.ts";

/** Whose call comes next, at each turn: by their numbers among those that wait. */
const choices = fc.array(fc.nat({ max: 2 }), { maxLength: 16 });

const racing = fc.oneof(
  { weight: 5, arbitrary: decide },
  { weight: 1, arbitrary: cancel },
  { weight: 1, arbitrary: delegate },
  { weight: 1, arbitrary: review },
  { weight: 1, arbitrary: publish },
  { weight: 4, arbitrary: deliver },
  { weight: 1, arbitrary: poll },
);

export const race = fc.record({ kind: fc.constant("race" as const), first: racing, second: racing, choices });

/** Two things at the same time, on two machines. */
export async function raceActs(world: World, acts: readonly Act[], turns: readonly number[]): Promise<void> {
  const racers = acts.map((act, at) => {
    const lodging = world.stage.lodgings[at];
    if (!lodging) throw new Error(`there is no machine ${at}`);
    return [lodging.machine, () => act(world, at)] as const;
  });
  await world.turnstile.race(racers, turns);
}
