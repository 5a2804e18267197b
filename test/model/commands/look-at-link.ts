import assert from "node:assert/strict";
import fc from "fast-check";
import type { Name } from "../world/model-policy.ts";
import { peopleAt } from "../world/people.ts";
import { type Act, requestAt } from "./act.ts";
import { anybody, type StepOf, whichRequest } from "./anybody.ts";

export const lookAtLink = fc.record({
  kind: fc.constant("look-at-link" as const),
  /** Most often he who gets mails. */
  by: fc.oneof({ weight: 4, arbitrary: fc.constant<Name>("tom") }, { weight: 1, arbitrary: anybody }),
  which: whichRequest,
  action: fc.constantFrom("approve" as const, "reject" as const),
});

/** A link from a mail is opened, as scanners do, too; invariant 8: nothing is written by that. */
export function toLookAct({ by, which, action }: StepOf<typeof lookAtLink>): Act {
  return async (world, at) => {
    const id = requestAt(world, which);
    if (id === undefined) return;
    const before = world.writes();
    await world.invoke(at, {}, async (functions, host) => {
      const { links } = peopleAt(world, host, functions);
      const link = links.linkOf(by, id, action);
      if (link) await links.open(link);
    });
    assert.equal(world.writes(), before, "a GET has written something");
  };
}
