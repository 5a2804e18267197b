import fc from "fast-check";
import { mailOf } from "../world/model-policy.ts";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

export const subscribe = fc.record({
  kind: fc.constant("subscribe" as const),
  events: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant(["approved" as const, "rejected" as const, "completed" as const]) },
  ),
  /** How many attempts at an event come to nothing, of every kind or of one that its parser stumbles over. */
  refuses: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(1, 2) },
    { weight: 1, arbitrary: fc.constant(5) },
  ),
  only: fc.constantFrom(undefined, undefined, "approved" as const),
  answers: fc.constantFrom("500" as const, "nothing" as const),
  life,
});

/** An operator has events sent to a program from now on. */
export function toSubscribeAct({ life: lives, kind: _, events, ...mood }: StepOf<typeof subscribe>): Act {
  return async (world, at) => {
    world.queues.wake("notify-webhooks");
    // What has happened is before this, also by the clock.
    world.pass(1);
    const { url } = world.receivers.open({ ...mood, events });
    await world.invoke(at, { life: lives }, async (functions) => {
      await functions.createWebhook()({ for: { url }, events, hosts: [], by: mailOf("olga") });
    });
  };
}
