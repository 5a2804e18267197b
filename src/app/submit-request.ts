import type { Person, Surface } from "../core/person.ts";
import type { Policy } from "../core/policy/policy.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import { create } from "../core/transitions/create.ts";
import { catalogue, findOperation } from "../operations/catalogue.ts";
import type { PriceTable } from "../operations/cost/price-table.ts";
import { chooseInstance } from "./choose-instance.ts";
import { commandLineOf } from "./command-line-of.ts";
import { draftRequest } from "./draft-request.ts";
import type { Inventory } from "./ports/inventory.ts";
import type { RequestStore } from "./ports/request-store.ts";
import { withStart } from "./start-of-draft.ts";

/** What somebody asks for, in their own words. */
export interface Submission {
  readonly operation: string;
  /** The instance's name, or its full name where others have that too. */
  readonly instanceId: string;
  /** As the form or the command line gave them; the operation reads them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly justification: string;
  /** When it is to start, as they wrote it; nothing for as soon as it may. */
  readonly when?: string | undefined;
  readonly by: Person;
  readonly surface: Surface;
  /** The same for each copy of one submission: a Slack view's id, for example. A copy gets the first one's request. */
  readonly correlationId: string;
  /** The request that this one would undo, and the instance that it was made on: no other one may be meant by the name now. */
  readonly reverts?: { readonly requestId: RequestId; readonly resourceId: string };
  /** Refused where anybody would have to agree, and in production. */
  readonly isSelfService?: true;
}

export type SubmitRequest = (submission: Submission) => Promise<Result<ApprovalRequest, Refusal>>;

interface Dependencies {
  readonly requests: RequestStore;
  readonly inventory: Inventory;
  readonly policy: Policy;
  readonly prices: PriceTable;
  readonly tenant: string;
  readonly now: () => Date;
  readonly newRequestId: () => RequestId;
}

/** Makes a request of what is asked for, under the policy, and saves it: one read, one transaction. */
export function makeSubmitRequest({
  requests,
  inventory,
  policy,
  prices,
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
    const chosen = await chooseInstance(inventory, tenant, submission.instanceId);
    if (!chosen.ok) return chosen;
    const instance = chosen.value;
    const { reverts } = submission;
    if (reverts && reverts.resourceId !== instance.resourceId) {
      return err({ kind: "not-revertible", why: `${instance.id} is another instance now` });
    }
    const id = newRequestId();
    const wish = { operation, instance, parameters: submission.parameters };
    const drafted = draftRequest(policy, wish, id, prices);
    if (!drafted.ok) return drafted;
    const { environment, requirement } = drafted.value;
    const { approvals, groups } = requirement;
    if (submission.isSelfService && (approvals > 0 || environment === "production")) {
      const command = commandLineOf(operation, instance.id, submission.parameters);
      return err({ kind: "needs-approval", environment, approvals, groups, command });
    }
    const asked = now();
    const timed = withStart(policy, drafted.value, { when: submission.when, instance, now: asked });
    if (!timed.ok) return timed;
    const { expiresAfterSeconds, ...draft } = timed.value;
    const created = create(
      {
        ...draft,
        id,
        tenant,
        requestedBy: submission.by,
        requestedVia: submission.surface,
        justification: submission.justification,
        expiresAt: new Date(asked.getTime() + expiresAfterSeconds * 1000),
        reverts: reverts?.requestId,
      },
      asked,
    );
    if (!created.ok) return created;
    const savedId = await requests.create(created.value, submission.correlationId);
    return savedId === id ? ok(created.value.request) : findCreated(savedId);
  };

  async function findCreated(id: RequestId): Promise<Result<ApprovalRequest, Refusal>> {
    const request = await requests.find(id);
    return request ? ok(request) : err({ kind: "unknown-request", requestId: id });
  }
}
