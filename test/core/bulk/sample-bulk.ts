import type { BulkIntent } from "../../../src/core/intent.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { claim, type ExecutingRequest } from "../../../src/core/transitions/run.ts";
import { accepted, askedAt, askedFor, runTimes } from "../sample-requests.ts";

/** A reboot of so many instances, `dev-1` and on. */
export function bulkIntent(count: number, changes: Partial<BulkIntent> = {}): BulkIntent {
  return {
    kind: "bulk",
    operation: "reboot_instance",
    parallelism: 2,
    parts: Array.from({ length: count }, (_, index) => ({
      kind: "rds",
      operation: "reboot_instance",
      instance: {
        id: `dev-${index + 1}`,
        account: "123456789012",
        region: "eu-central-1",
        resourceId: `db-DEV${index + 1}`,
      },
      parameters: { force_failover: false },
      state: { class: "db.t4g.medium", engine_version: "16.4", pending: {}, pending_parameters: false },
    })),
    ...changes,
  };
}

export function bulkRequest(intent: BulkIntent): ApprovalRequest {
  const partDrafts = intent.parts.map(({ instance: { id } }) => ({ title: `Reboot ${id}` }));
  const none = { approvals: 0 };
  return accepted(create(askedFor(none, { intent, partDrafts }), askedAt)).request;
}

export function claimedBulk(intent: BulkIntent): ExecutingRequest {
  return accepted(claim(bulkRequest(intent), runTimes, askedAt)).request;
}
