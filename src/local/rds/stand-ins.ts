import type { Elsewhere } from "./sample-elsewhere.ts";
import { makeStandIn, type StandIn } from "./stand-in.ts";
import { home, type Place } from "./world.ts";

interface StandIns {
  /** An account and region that nobody has spoken of is there, without any database. */
  of(place: Place): StandIn;
  reset(): void;
  save(): void;
}

/** One world for each account and region; each but the home's in a state file of its own beside that. */
export function makeStandIns(
  { stateFile, speed }: { readonly stateFile: string | undefined; readonly speed: number },
  places: readonly Elsewhere[],
): StandIns {
  const made = new Map<string, StandIn>();
  const keyOf = ({ account, region }: Place) => `${account}.${region}`;

  function make({ account, region, instances }: Elsewhere): StandIn {
    const key = keyOf({ account, region });
    const isHome = key === keyOf(home);
    const file = isHome ? stateFile : stateFile?.replace(/(\.json)?$/, `.${key}.json`);
    const place = isHome ? home : { account, region };
    const standIn = makeStandIn({ place, stateFile: file, speed, instances });
    made.set(key, standIn);
    return standIn;
  }

  for (const place of places) make(place);
  return {
    of: (place) => made.get(keyOf(place)) ?? make({ ...place, instances: [] }),
    reset: () => {
      for (const standIn of made.values()) standIn.reset();
    },
    save: () => {
      for (const standIn of made.values()) standIn.save();
    },
  };
}
