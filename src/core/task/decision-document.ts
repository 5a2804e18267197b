import { decidedAtOf } from "../decided-at.ts";
import { decisionToJson } from "../decision-to-json.ts";
import type { JsonObject } from "../json.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { shortened } from "../texts.ts";

/** What a paused workflow is told: to go on with a document, or an error that it can catch by its name. */
export type WorkflowMessage =
  | { readonly kind: "success"; readonly output: JsonObject }
  | { readonly kind: "failure"; readonly error: string; readonly cause: string };

/** Step Functions takes 32,768 characters of a cause; a decision's comment has 2,000 at most. */
const longestCause = 4000;

/** What becomes of a request, for the workflow that waits for it; nothing as long as it is to be decided. */
export function workflowMessageOf(request: ApprovalRequest): WorkflowMessage | undefined {
  if (isOpen(request) || !request.task) return undefined;
  switch (request.status) {
    case "rejected":
      return request.task.onReject === "failure"
        ? failure(
            "Countersign.Rejected",
            `${request.id} was rejected by ${rejecterOf(request)}.`,
            reasonOf(request),
          )
        : { kind: "success", output: decisionDocumentOf(request) };
    case "expired":
      return failure("Countersign.Expired", `${request.id} expired, as nobody decided it in time.`);
    case "cancelled":
      return failure(
        "Countersign.Cancelled",
        `${request.id} was cancelled by ${request.statusHistory.at(-1)?.by}.`,
      );
    default:
      return { kind: "success", output: decisionDocumentOf(request) };
  }
}

/** Who decided what, when and with which words: the same however often it is asked for. */
function decisionDocumentOf(request: ApprovalRequest): JsonObject {
  const kind = request.status === "rejected" ? "reject" : "approve";
  const counting = request.decisions.filter((decision) => decision.kind === kind);
  return {
    request_id: request.id,
    decision: kind === "reject" ? "rejected" : "approved",
    decided_by: counting.map(({ by }) => by.id),
    decided_at: decidedAtOf(request).toISOString(),
    comment: counting.at(-1)?.comment ?? "",
    digest: request.digest,
    decisions: request.decisions.map(decisionToJson),
  };
}

function failure(error: string, ...sentences: readonly string[]): WorkflowMessage {
  return { kind: "failure", error, cause: shortened(sentences.join(" ").trim(), longestCause) };
}

function rejecterOf({ decisions }: ApprovalRequest): string {
  return decisions.at(-1)?.by.id ?? "an approver";
}

function reasonOf({ decisions }: ApprovalRequest): string {
  return decisions.at(-1)?.comment ?? "";
}
