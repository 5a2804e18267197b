import fc from "fast-check";
import { doors } from "../world/doors.ts";
import { mailOf } from "../world/model-policy.ts";
import { peopleAt } from "../world/people.ts";
import { type Act, requestAt } from "./act.ts";
import { anybody, life, type StepOf, whichRequest } from "./anybody.ts";

export const decide = fc.record({
  kind: fc.constant("decide" as const),
  by: anybody,
  which: whichRequest,
  decision: fc.oneof(
    { weight: 9, arbitrary: fc.constant("approve" as const) },
    { weight: 1, arbitrary: fc.constant("reject" as const) },
  ),
  /** The API needs no card and no mail to have come before. */
  door: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("slack" as const, "teams" as const, "email" as const) },
    { weight: 4, arbitrary: fc.constant("api" as const) },
  ),
  comment: fc.constantFrom("fine by me", "not now", ""),
  /** In Slack: whether the form is left open for later. */
  waits: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  life,
});

type Decide = StepOf<typeof decide>;

/** Somebody decides, by what they see there; where they see nothing of it, they cannot. */
export function toDecideAct(step: Decide): Act {
  return async (world, at) => {
    const id = requestAt(world, step.which);
    if (id === undefined) return;
    await world.invoke(at, { life: step.life }, async (functions, host) => {
      const outcome = await doors[step.door](peopleAt(world, host, functions), id, step);
      if (outcome === "accepted") world.noteTold({ id, by: mailOf(step.by), decision: step.decision });
    });
  };
}
