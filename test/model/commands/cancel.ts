import fc from "fast-check";
import { peopleAt } from "../world/people.ts";
import { type Act, requestAt } from "./act.ts";
import { anybody, life, type StepOf, whichRequest } from "./anybody.ts";

export const cancel = fc.record({
  kind: fc.constant("cancel" as const),
  by: anybody,
  which: whichRequest,
  door: fc.constantFrom("slack" as const, "api" as const),
  life,
});

/** Somebody takes a request back: their own, or not. */
export function toCancelAct({ by, which, door, life: lives }: StepOf<typeof cancel>): Act {
  return async (world, at) => {
    const id = requestAt(world, which);
    if (id === undefined) return;
    await world.invoke(at, { life: lives }, async (functions, host) => {
      const people = peopleAt(world, host, functions);
      if (door === "slack") await people.slack.command(by, `cancel ${id}`);
      else await people.api.post(`/api/v1/policy/requests/${id}/cancel`, by, {});
    });
  };
}
