import assert from "node:assert/strict";
import { type ApprovalRequest, isOpen } from "../../../src/core/request.ts";
import type { Workflow } from "../world/workflows.ts";
import type { World } from "../world/world.ts";
import type { Account } from "./account.ts";

type AccountOf = (id: string) => Account | undefined;

/** What a workflow was told is what became of its request, of which there is one, and what the record says of its hearing is so. */
export function checkWorkflows(world: World, accountOf: AccountOf): void {
  for (const workflow of world.workflows.all) {
    const [request, ...others] = requestsOf(world, workflow);
    assert(others.length === 0, `"${workflow.title}" has ${others.length + 1} requests`);
    const { end } = workflow;
    if (end?.kind === "success") checkDocument(workflow, end.output, request && accountOf(request.id));
    if (end?.kind === "failure") {
      assert.equal(end.error, errorOf(workflow, request), `"${workflow.title}" fails as it should`);
    }
    if (request) checkHearing(world, workflow, request);
  }
}

function requestsOf({ seen }: World, { title }: Workflow): readonly ApprovalRequest[] {
  return [...seen.values()].flatMap(({ request }) =>
    request.intent.kind === "task" && request.intent.title === title ? [request] : [],
  );
}

/** It goes on with a decision: the one that was made, by those who have made it, on what they were shown. */
function checkDocument(
  { title, onReject }: Workflow,
  { request_id, decision, decided_by, digest }: Readonly<Record<string, unknown>>,
  account: Account | undefined,
): void {
  assert(account, `"${title}" goes on by ${request_id}, which is not there`);
  const { status, approvals, needed, isRejectedBy } = account;
  assert.equal(digest, account.digest, `"${title}" goes on by another digest`);
  if (decision === "approved") {
    assert(["executing", "executed", "failed"].includes(status), `"${title}" goes on, and it is ${status}`);
    assert(approvals.length >= needed, `"${title}" goes on by ${approvals.length} of ${needed}`);
    assert.deepEqual(decided_by, approvals, `"${title}" goes on by others than have approved`);
  } else {
    assert.equal(status, "rejected", `"${title}" goes on as rejected`);
    assert.equal(onReject, "decision", `"${title}" wants no rejection to go on by`);
    assert.deepEqual(decided_by, [isRejectedBy], `"${title}" goes on by another rejection`);
  }
}

function errorOf({ onReject }: Workflow, request: ApprovalRequest | undefined): string {
  if (!request) return "Countersign.Refused";
  const errors: Readonly<Record<string, string>> = {
    expired: "Countersign.Expired",
    cancelled: "Countersign.Cancelled",
    ...(onReject === "failure" && { rejected: "Countersign.Rejected" }),
  };
  return errors[request.status] ?? `nothing, as it is ${request.status}`;
}

function checkHearing({ workflows }: World, workflow: Workflow, { id, task, status }: ApprovalRequest): void {
  const hasHeard = workflow.end !== undefined && workflow.end.kind !== "stopped";
  if (task?.answer === "told") assert(hasHeard, `${id} says that its workflow was told`);
  if (task?.answer === "gone") {
    assert(!hasHeard && !workflows.isWaiting(workflow), `${id} says that its workflow waits no more`);
  }
  if (status === "executed") assert.equal(task?.answer, "told", `${id} is done, and nobody was told`);
}

/** Once nothing is on its way any more, each workflow that still waits has an open request, and each that is over knows how. */
export function checkAnswered(world: World): void {
  for (const workflow of world.workflows.all) {
    const [request] = requestsOf(world, workflow);
    if (world.workflows.isWaiting(workflow)) {
      assert(request && isOpen(request), `"${workflow.title}" waits for nobody: ${request?.status}`);
    } else if (request && !isOpen(request)) {
      assert(request.task?.answer, `nobody knows whether the workflow of ${request.id} was told`);
    }
  }
}
