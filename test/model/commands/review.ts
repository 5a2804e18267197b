import fc from "fast-check";
import { peopleAt } from "../world/people.ts";
import { type Act, requestAt } from "./act.ts";
import { anybody, life, type StepOf, whichRequest } from "./anybody.ts";

export const review = fc.record({
  kind: fc.constant("review" as const),
  by: anybody,
  which: whichRequest,
  verdict: fc.constantFrom("confirm" as const, "object" as const),
  door: fc.constantFrom("slack" as const, "api" as const),
  life,
});

/** Somebody says what they think of what was done in an emergency: of this one, or of what is none. */
export function toReviewAct({ by, which, verdict, door, life: lives }: StepOf<typeof review>): Act {
  return async (world, at) => {
    const id = requestAt(world, which);
    if (id === undefined) return;
    await world.invoke(at, { life: lives }, async (functions, host) => {
      const people = peopleAt(world, host, functions);
      const comment = "it was seen";
      if (door === "slack") await people.slack.command(by, `${verdict} ${id} because ${comment}`);
      else await people.api.post(`/api/v1/policy/requests/${id}/review`, by, { verdict, comment });
    });
  };
}
