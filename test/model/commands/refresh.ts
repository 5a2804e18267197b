import fc from "fast-check";
import { actionIds } from "../../../src/adapters/slack/render-card.ts";
import { peopleAt } from "../world/people.ts";
import { type Act, requestAt } from "./act.ts";
import { anybody, life, type StepOf, whichRequest } from "./anybody.ts";

export const refresh = fc.record({
  kind: fc.constant("refresh" as const),
  by: anybody,
  which: whichRequest,
  door: fc.constantFrom("slack" as const, "teams" as const),
  life,
});

/** Somebody wants the database read anew, where they see its card; from now on databases are read at all. */
export function toRefreshAct({ by, which, door, life: lives }: StepOf<typeof refresh>): Act {
  return async (world, at) => {
    world.queues.wake("refresh-preflight");
    const id = requestAt(world, which);
    if (id === undefined) return;
    await world.invoke(at, { life: lives }, async (functions, host) => {
      const { slack, teams } = peopleAt(world, host, functions);
      if (door === "teams") return teams.press(by, id, "request_refresh", {});
      const card = slack.cardOf(id);
      if (card && JSON.stringify(card.blocks).includes(actionIds.refresh)) {
        await slack.click(by, card, actionIds.refresh, id);
      }
    });
  };
}
