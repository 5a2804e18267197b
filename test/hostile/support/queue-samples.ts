import type { ApprovalRequest } from "../../../src/core/request.ts";
import { notificationOf } from "../../support/cloudwatch-notifications.ts";
import type { QueueName } from "./open-queues-door.ts";

export interface Named {
  readonly queue: QueueName;
  readonly value: unknown;
}

/**
 * A message of every kind as somebody would forge it who may send: about a request that waits for its approvers, so that nothing may
 * come of it. What its sender alone vouches for, a bounce, an alarm or a task, has something wrong besides: `infra/` says who may
 * send those.
 */
export async function queueSamples(request: ApprovalRequest, taskToken: string): Promise<readonly Named[]> {
  const request_id = request.id;
  const at = "2026-11-27T17:20:00.000Z";
  const ofAction = { request_id, nonce: "0".repeat(32), poller: "poller-1", at };
  const notice = { request_id, sequence: 1, kind: "approved" };
  const mail = { tags: { request_id: [request_id] }, messageId: "1", source: "countersign@acme.example" };
  const task = {
    intent: "rds",
    title: "Which is it?",
    details: { a: 1, b: { c: "d" } },
    approvers: ["dba-leads"],
  };
  return [
    ...(["dispatch", "notify-slack", "revoke-tokens", "notify-webhooks"] as const).map((queue) => ({
      queue,
      value: notice,
    })),
    {
      queue: "notify-webhooks",
      value: { request_id, webhook_id: "wh-0123456789", sequence: 1, attempt: 0, revives: true },
    },
    { queue: "run-operation", value: { request_id, step: 0 } },
    { queue: "run-operation", value: { request_id, step: 7 } },
    { queue: "poller-reports", value: { kind: "started", ...ofAction, timeout_seconds: 60 } },
    {
      queue: "poller-reports",
      value: { kind: "progress", ...ofAction, number: 1, text: "half", percent: 50 },
    },
    {
      queue: "poller-reports",
      value: { kind: "ended", ...ofAction, exit_code: 0, signal: null, timed_out: false, output: "done" },
    },
    { queue: "poller-reports", value: { kind: "refused", ...ofAction, why: "no" } },
    { queue: "poller-reports", value: { kind: "unknown", ...ofAction } },
    { queue: "step-functions", value: { task_token: taskToken, ...task } },
    {
      queue: "email-feedback",
      value: {
        eventType: "Bounce",
        mail,
        bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: "nobody" }] },
      },
    },
    {
      queue: "email-feedback",
      value: {
        eventType: "Complaint",
        mail,
        complaint: { complainedRecipients: [{ emailAddress: "nobody" }] },
      },
    },
    { queue: "notify-operations", value: await notificationOf("alarm", { NewStateValue: "SIREN" }) },
  ];
}
