import fc from "fast-check";
import { personIdSchema } from "../../../src/core/person.ts";
import { mailOf } from "../world/model-policy.ts";
import type { Act } from "./act.ts";
import { life, type StepOf } from "./anybody.ts";

/** What a monitoring system asks for; the last one is nothing that a poller knows. */
const wishes = {
  restart: { subject: "db-7", action: "restart_service", parameters: { unit: "replicator" } },
  "restart-broken": { subject: "db-7", action: "restart_service", parameters: { unit: "broken" } },
  "restart-endless": { subject: "db-8", action: "restart_service", parameters: { unit: "endless" } },
  flush: { subject: "cache-1", action: "flush_cache", parameters: {} },
  ping: { subject: "db-8", action: "ping_host", parameters: {} },
} as const;

export const trigger = fc.record({
  kind: fc.constant("trigger" as const),
  wish: fc.oneof(
    { weight: 4, arbitrary: fc.constant("restart" as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom("restart-broken" as const, "restart-endless" as const, "flush" as const),
    },
    { weight: 1, arbitrary: fc.constant("ping" as const) },
  ),
  /** The cause that is told; once more where it was told before. */
  cause: fc.nat({ max: 2 }),
  life,
});

/** A monitoring system on the premises asks for an action, for Dana. */
export function toTriggerAct({ wish, cause, life: lives }: StepOf<typeof trigger>): Act {
  return async (world, at) => {
    await world.invoke(at, { life: lives }, async (functions) => {
      await functions.trigger()({
        ...wishes[wish],
        issue: "It lags.",
        by: { id: personIdSchema.parse(mailOf("dana")), name: "Monitoring" },
        surface: "api",
        correlationId: `cause-${cause}`,
      });
    });
  };
}
