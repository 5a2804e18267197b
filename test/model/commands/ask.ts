import fc from "fast-check";
import type { Name } from "../world/model-policy.ts";
import { peopleAt } from "../world/people.ts";
import type { Act } from "./act.ts";
import { anybody, life, type StepOf } from "./anybody.ts";

/** What can be asked for, in the words of each door. */
const wishes = {
  "prod-snapshot": {
    line: "snapshot prod-orders",
    order: { operation_type: "create_snapshot", instance_id: "prod-orders" },
  },
  "prod-class": {
    line: "class prod-orders instance_class=db.r6g.xlarge apply_immediately=true",
    order: {
      operation_type: "modify_instance_class",
      instance_id: "prod-orders",
      parameters: { instance_class: "db.r6g.xlarge", apply_immediately: true },
    },
  },
  "prod-emergency": {
    line: "break-glass reboot prod-orders incident=INC-7",
    order: {
      operation_type: "reboot_instance",
      instance_id: "prod-orders",
      break_glass: { incident: "INC-7" },
    },
  },
  "staging-reboot": {
    line: "reboot staging-orders",
    order: { operation_type: "reboot_instance", instance_id: "staging-orders" },
  },
  "staging-both": {
    line: "reboot staging-orders,staging-users",
    order: { operation_type: "reboot_instance", instance_id: "staging-orders,staging-users" },
  },
  "dev-snapshot": {
    line: "snapshot dev-orders",
    order: { operation_type: "create_snapshot", instance_id: "dev-orders" },
  },
} as const;

type Wish = keyof typeof wishes;

const often: readonly Wish[] = ["prod-snapshot", "prod-class", "staging-reboot"];
const seldom: readonly Wish[] = ["staging-both", "dev-snapshot"];

const asEmergency = fc.record({
  by: fc.constantFrom<Name>("lena", "marco", "priya"),
  wish: fc.constant<Wish>("prod-emergency"),
});

/** Who asks for what: most often what somebody has to approve; in an emergency most often those who may. */
const asking = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: anybody, wish: fc.constantFrom(...often) }) },
  { weight: 3, arbitrary: fc.record({ by: anybody, wish: fc.constantFrom(...seldom) }) },
  { weight: 1, arbitrary: asEmergency },
);

const door = fc.constantFrom("slack" as const, "teams" as const, "api" as const);

export const ask = fc.record({ kind: fc.constant("ask" as const), asking, door, life });

export const emergency = fc.record({ kind: fc.constant("ask" as const), asking: asEmergency, door, life });

/** Somebody asks for something. */
export function toAskAct({ asking: { by, wish }, door, life: lives }: StepOf<typeof ask>): Act {
  const { line, order } = wishes[wish];
  return async (world, at) => {
    await world.invoke(at, { life: lives }, async (functions, host) => {
      const people = peopleAt(world, host, functions);
      if (door === "slack") await people.slack.command(by, `${line} because it is needed`);
      else if (door === "teams") await people.teams.say(by, `${line} because it is needed`);
      else {
        const body = { operation: "create_request", ...order, justification: "it is needed" };
        await people.api.post("/approvals", by, body);
      }
    });
  };
}
