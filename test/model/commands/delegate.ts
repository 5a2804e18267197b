import fc from "fast-check";
import { mailOf, type Name } from "../world/model-policy.ts";
import { peopleAt } from "../world/people.ts";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

export const delegate = fc.record({
  kind: fc.constant("delegate" as const),
  /** Who is away. */
  of: fc.constantFrom<Name>("priya", "tom", "tom", "lena", "marco", "dana"),
  /** Who decides for them: most often somebody who could not decide before. */
  to: fc.constantFrom<Name>("olga", "olga", "olga", "priya", "tom", "dana"),
  from: fc.constantFrom("", "", "2026-03-02T10:30"),
  until: fc.constantFrom("2026-03-02T11:00", "today", "tomorrow"),
  /** Whether they are back, and end what is between the two. */
  isBack: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  door: fc.constantFrom("slack" as const, "api" as const),
  life,
});

/** Somebody has somebody else decide for them, or is back. */
export function toDelegateAct({
  of,
  to,
  from,
  until,
  isBack,
  door,
  life: lives,
}: StepOf<typeof delegate>): Act {
  return async (world, at) => {
    await world.invoke(at, { life: lives }, async (functions, host) => {
      const people = peopleAt(world, host, functions);
      if (isBack) await people.slack.command(of, `undelegate ${mailOf(to)}`);
      else if (door === "slack") {
        const beginning = from === "" ? "" : ` from ${from}`;
        await people.slack.command(of, `delegate to ${mailOf(to)}${beginning} until ${until}`);
      } else {
        await people.api.post("/api/v1/delegations", of, { to: mailOf(to), from, until });
      }
    });
  };
}
