import { isSelection } from "../core/bulk/selection.ts";
import type { Person, Surface } from "../core/person.ts";
import type { Policy } from "../core/policy/policy.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import { create } from "../core/transitions/create.ts";
import { catalogue, findOperation } from "../operations/catalogue.ts";
import type { Operation } from "../operations/frame/operation.ts";
import type { BulkDraft } from "./draft-bulk.ts";
import { type Draft, draftRequest } from "./draft-request.ts";
import { draftSelected } from "./draft-selected.ts";
import type { Inventory } from "./ports/inventory.ts";
import type { RequestStore } from "./ports/request-store.ts";

/** What somebody asks for, in their own words. */
export interface Submission {
  readonly operation: string;
  /** Or several: names, a pattern or a tag, as `parseSelection` reads them. */
  readonly instanceId: string;
  /** As the form or the command line gave them; the operation reads them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly justification: string;
  readonly by: Person;
  readonly surface: Surface;
  /** The same for each copy of one submission: a Slack view's id, for example. A copy gets the first one's request. */
  readonly correlationId: string;
  /** The request that this one would undo, and the instance that it was made on: no other one may be meant by the name now. */
  readonly reverts?: { readonly requestId: RequestId; readonly resourceId: string };
}

export type SubmitRequest = (submission: Submission) => Promise<Result<ApprovalRequest, Refusal>>;

interface Dependencies {
  readonly requests: RequestStore;
  readonly inventory: Inventory;
  readonly policy: Policy;
  readonly tenant: string;
  readonly now: () => Date;
  readonly newRequestId: () => RequestId;
}

/** Makes a request of what is asked for, under the policy, and saves it: one read, one transaction. */
export function makeSubmitRequest({
  requests,
  inventory,
  policy,
  tenant,
  now,
  newRequestId,
}: Dependencies): SubmitRequest {
  return async (submission) => {
    const operation = findOperation(submission.operation);
    if (!operation) {
      return err({
        kind: "unknown-operation",
        operation: submission.operation,
        known: catalogue.map(({ shortName }) => shortName),
      });
    }
    if (isSelection(submission.instanceId)) return submitBulk(operation, submission);
    const instance = await inventory.find(submission.instanceId.trim().toLowerCase());
    if (!instance || instance.tenant !== tenant) return err(await unknownInstance(submission.instanceId));
    const { reverts } = submission;
    if (reverts && reverts.resourceId !== instance.resourceId) {
      return err({ kind: "not-revertible", why: `${instance.id} is another instance now` });
    }
    const id = newRequestId();
    const drafted = draftRequest(policy, { operation, instance, parameters: submission.parameters }, id);
    return drafted.ok ? file(id, drafted.value, submission) : drafted;
  };

  async function submitBulk(
    operation: Operation,
    submission: Submission,
  ): Promise<Result<ApprovalRequest, Refusal>> {
    const id = newRequestId();
    const drafted = await draftSelected({ inventory, policy, tenant }, { ...submission, operation }, id);
    return drafted.ok ? file(id, drafted.value, submission) : drafted;
  }

  /** One transaction, for whatever was drafted. */
  async function file(
    id: RequestId,
    { expiresAfterSeconds, ...draft }: Draft | BulkDraft,
    submission: Submission,
  ): Promise<Result<ApprovalRequest, Refusal>> {
    const asked = now();
    const created = create(
      {
        ...draft,
        id,
        tenant,
        requestedBy: submission.by,
        requestedVia: submission.surface,
        justification: submission.justification,
        expiresAt: new Date(asked.getTime() + expiresAfterSeconds * 1000),
        reverts: submission.reverts?.requestId,
      },
      asked,
    );
    if (!created.ok) return created;
    const savedId = await requests.create(created.value, submission.correlationId);
    return savedId === id ? ok(created.value.request) : findCreated(savedId);
  }

  async function unknownInstance(instanceId: string): Promise<Refusal> {
    const start = instanceId.trim().toLowerCase().slice(0, 4);
    const similar = await inventory.search(tenant, start, 5);
    return { kind: "unknown-instance", instanceId, similar: similar.map(({ id }) => id) };
  }

  async function findCreated(id: RequestId): Promise<Result<ApprovalRequest, Refusal>> {
    const request = await requests.find(id);
    return request ? ok(request) : err({ kind: "unknown-request", requestId: id });
  }
}
