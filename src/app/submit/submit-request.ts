import { isSelection } from "../../core/bulk/selection.ts";
import type { Person, Surface } from "../../core/person.ts";
import { startPolicyOf, withoutApprovals } from "../../core/policy/break-glass.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import { create } from "../../core/transitions/create.ts";
import { catalogue, findOperation } from "../../operations/catalogue.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import { chooseInstance } from "../inventory/choose-instance.ts";
import type { Inventory } from "../ports/inventory.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { withStart } from "../start/start-of-draft.ts";
import { type Claims, withClaims } from "./claims.ts";
import { commandLineOf } from "./command-line-of.ts";
import { emergencyRefusal } from "./declare-emergency.ts";
import type { BulkDraft } from "./draft-bulk.ts";
import { type Draft, draftRequest } from "./draft-request.ts";
import { draftSelected } from "./draft-selected.ts";
import { templateRefusal, useTemplate } from "./use-template.ts";

/** What somebody asks for, in their own words. */
export interface Submission {
  readonly operation: string;
  /**
   * The instance's name, or its full name where others have that too. Or several: names, a pattern or a tag, as
   * `parseSelection` reads them.
   */
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
  /** A second name of the same submission, as good as the first one. */
  readonly alias?: string | undefined;
  /** What they say of it themselves. */
  readonly claims?: Claims | undefined;
  /** The API's proof of who files it, where that is not the requester's chat. */
  readonly through?: string | undefined;
  /** Of all that was sent, to tell a repetition from another order under the same name. */
  readonly orderDigest?: string | undefined;
  /** The request that this one would undo, and the instance that it was made on: no other one may be meant by the name now. */
  readonly reverts?: { readonly requestId: RequestId; readonly resourceId: string };
  /** What the caller calls it, where callers have names of their own for what they ask. */
  readonly callersId?: string | undefined;
  /** Where its events are sent as well; already checked by `makeCheckWebhookUrl`. */
  readonly webhookUrl?: string | undefined;
  /** The name of one of the policy's templates, which then says the operation. */
  readonly template?: string | undefined;
  /** An emergency, which waits for nobody: for the groups that the policy names, and with the incident's number. */
  readonly breakGlass?: { readonly incident: string } | undefined;
  /** One instance only; refused where anybody would have to agree, and in production. */
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
export function makeSubmitRequest(deps: Dependencies): SubmitRequest {
  const { requests, inventory, policy, prices, tenant, now, newRequestId } = deps;
  return async (asked) => {
    const used = useTemplate(policy, asked);
    if (!used.ok) return used;
    const submission = used.value;
    const refusal = emergencyRefusal(policy, submission);
    if (refusal) return err(refusal);
    const operation = findOperation(submission.operation);
    if (!operation) {
      return err({
        kind: "unknown-operation",
        operation: submission.operation,
        known: catalogue.map(({ shortName }) => shortName),
      });
    }
    const id = newRequestId();
    const drafted = await draftOf(operation, submission, id);
    if (!drafted.ok) return drafted;
    const elsewhere = templateRefusal(policy, submission.template, drafted.value.environment);
    return elsewhere ? err(elsewhere) : file(id, asItIsDone(drafted.value, submission), submission);
  };

  async function draftOf(
    operation: Operation,
    submission: Submission,
    id: RequestId,
  ): Promise<Result<Draft | BulkDraft, Refusal>> {
    const { claims = {} } = submission;
    const drafted = await draftAsAsked(operation, submission, id);
    return drafted.ok ? withClaims(drafted.value, claims) : drafted;
  }

  async function draftAsAsked(
    operation: Operation,
    submission: Submission,
    id: RequestId,
  ): Promise<Result<Draft | BulkDraft, Refusal>> {
    const { instanceId, parameters, isSelfService, reverts, by, surface } = submission;
    const { template, breakGlass, claims } = submission;
    const isEmergency = breakGlass !== undefined;
    const asker = { by: by.id, surface, at: now(), template, isEmergency, claimedRisk: claims?.risk };
    if (!isSelfService && isSelection(instanceId)) {
      return draftSelected(deps, { operation, instanceId, parameters, asker }, id);
    }
    const chosen = await chooseInstance(inventory, tenant, instanceId);
    if (!chosen.ok) return chosen;
    const instance = chosen.value;
    if (reverts && reverts.resourceId !== instance.resourceId) {
      return err({ kind: "not-revertible", why: `${instance.id} is another instance now` });
    }
    const drafted = draftRequest(policy, { operation, instance, parameters, asker }, id, prices);
    if (!drafted.ok || !isSelfService) return drafted;
    const { environment, requirement } = drafted.value;
    const { approvals, groups, denial } = requirement;
    if (denial) return err({ kind: "denied", ...denial, environment });
    if (approvals === 0 && environment !== "production") return drafted;
    const command = commandLineOf(operation, instanceId.trim().toLowerCase(), parameters);
    return err({ kind: "needs-approval", environment, approvals, groups, command });
  }

  function asItIsDone<Drafted extends Draft | BulkDraft>(
    drafted: Drafted,
    { breakGlass }: Submission,
  ): Drafted {
    return breakGlass ? { ...drafted, requirement: withoutApprovals(policy, drafted.requirement) } : drafted;
  }

  /** One transaction, for whatever was drafted. */
  async function file(
    id: RequestId,
    drafted: Draft | BulkDraft,
    submission: Submission,
  ): Promise<Result<ApprovalRequest, Refusal>> {
    const asked = now();
    const timed = withStart(startPolicyOf(policy, drafted.requirement), drafted, {
      when: submission.when,
      now: asked,
    });
    if (!timed.ok) return timed;
    const { maintenanceWindow: _, expiresAfterSeconds: __, partFacts: ___, ...draft } = drafted;
    const { expiresAfterSeconds, ...started } = timed.value;
    const created = create(
      {
        ...draft,
        ...started,
        id,
        tenant,
        requestedBy: submission.by,
        requestedVia: submission.surface,
        justification: submission.justification,
        requestedThrough: submission.through,
        orderDigest: submission.orderDigest,
        expiresAt: secondsAfter(asked, expiresAfterSeconds),
        reverts: submission.reverts?.requestId,
        correlationId: submission.callersId,
        webhookUrl: submission.webhookUrl,
        ...(submission.template !== undefined && { template: submission.template }),
        ...(submission.breakGlass && { incident: submission.breakGlass.incident.trim() }),
      },
      asked,
    );
    if (!created.ok) return created;
    const savedId = await requests.create(created.value, submission.correlationId, submission.alias);
    return savedId === id ? ok(created.value.request) : findCreated(savedId);
  }

  async function findCreated(id: RequestId): Promise<Result<ApprovalRequest, Refusal>> {
    const request = await requests.find(id);
    return request ? ok(request) : err({ kind: "unknown-request", requestId: id });
  }
}
