import type { PollerSightings } from "../../ports/poller-sightings.ts";
import { type Check, fine, skipped, warning } from "../check.ts";

/** As long as the alarm waits. */
const silentMinutes = 5;

/** When a poller was last heard of. */
export function checkPollers(sightings: Pick<PollerSightings, "find">, now: () => Date): Check {
  return {
    name: "pollers",
    look: async () => {
      const seen = await sightings.find();
      if (!seen) return [skipped("pollers", "none was ever heard of")];
      const minutes = Math.round((now().getTime() - seen.at.getTime()) / 60_000);
      const text = minutes < 1 ? "heard of just now" : `heard of ${minutes} min ago`;
      if (minutes < silentMinutes) return [fine(seen.poller, text)];
      return [warning(seen.poller, text, "Look whether it runs: docs/runbooks/poller-silent.md.")];
    },
  };
}
