import fc from "fast-check";
import { mailOf } from "../world/model-policy.ts";
import type { World } from "../world/world.ts";
import type { StepOf } from "./anybody.ts";

/** Who is to decide: whoever the policy lets, or one of those; and somebody whom it does not let. */
const approvers = { any: undefined, lena: mailOf("lena"), stranger: mailOf("olga") } as const;

export const pause = fc.record({
  kind: fc.constant("pause" as const),
  onReject: fc.constantFrom("decision" as const, "failure" as const),
  approver: fc.oneof(
    { weight: 6, arbitrary: fc.constant("any" as const) },
    { weight: 2, arbitrary: fc.constant("lena" as const) },
    { weight: 1, arbitrary: fc.constant("stranger" as const) },
  ),
  /** How long the workflow waits. */
  timeoutSeconds: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(600, 7200) },
  ),
  heartbeatSeconds: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(180, 14_400) },
  ),
});

/** A workflow comes to a task that waits for people, and sends its message. */
export function pauseWorkflow(world: World, { approver, ...settings }: StepOf<typeof pause>): void {
  const { token, title } = world.workflows.begin(settings);
  const named = approvers[approver];
  const { onReject, timeoutSeconds, heartbeatSeconds } = settings;
  const message = {
    intent: "task",
    title,
    details: { "Changed prices": 3 },
    on_reject: onReject,
    task_token: token,
    ...(named !== undefined && { approvers: [named] }),
    ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeat_seconds: heartbeatSeconds }),
  };
  world.queues.put("step-functions", JSON.stringify(message));
}

export const stopping = fc.record({ kind: fc.constant("stop-workflow" as const) });

/** Somebody stops the workflow that began last. */
export function stopWorkflow(world: World): void {
  const workflow = world.workflows.all.at(-1);
  if (workflow) world.workflows.stop(workflow);
}
