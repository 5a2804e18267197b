import { setTimeout as sleep } from "node:timers/promises";
import { fullNameOf } from "../../core/instance-name.ts";
import type { Person } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { type ApprovalRequest, isFinal, isOpen, type RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { findOperation } from "../../operations/catalogue.ts";
import { GatewayError } from "../gateway-error.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { SubmitRequest } from "../submit/submit-request.ts";

/** What somebody wants done at once. */
interface SelfServiceOrder {
  readonly operation: string;
  readonly instanceId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Why; a usual word where nothing is said. */
  readonly reason: string | undefined;
  readonly by: Person;
  /** One person's key for one order: whoever gives it again gets the first order's request. */
  readonly key: string;
}

export type RunSelfService = (
  order: SelfServiceOrder,
  /** How long the request's end is waited for. */
  waitMilliseconds: number,
) => Promise<Result<ApprovalRequest, Refusal>>;

interface Dependencies {
  readonly requests: Pick<RequestStore, "find" | "findCreated">;
  readonly submitRequest: SubmitRequest;
  readonly tenant: string;
  readonly now: () => Date;
}

/** A look costs one small read; RDS itself is looked at no more often than every two seconds. */
const lookMilliseconds = 500;

/**
 * Does what needs nobody's approval, by the road of every request: it is filed, approved at birth, dispatched and run, and
 * waited for here. Gives the request as it is when it has ended, when it turns out to need approval after all, or when the time
 * is over. Refused in production and wherever anybody would have to agree. A read that fails while waiting is no
 * failure: the request is filed, and runs.
 */
export function makeRunSelfService({ requests, submitRequest, tenant, now }: Dependencies): RunSelfService {
  return async (order, waitMilliseconds) => {
    const until = performance.now() + waitMilliseconds;
    const correlationId = `api#${order.by.id}#${order.key}`;
    const firstId = await requests.findCreated(tenant, correlationId, now());
    // Looked for before anything is drafted: what is done already would be refused now.
    const filed = await (firstId ? findFirst(firstId) : submitRequest(submissionOf(order, correlationId)));
    if (!filed.ok) return filed;
    if (!isSame(filed.value, order)) return err({ kind: "key-used", requestId: filed.value.id });
    return ok(await waitForEnd(filed.value, until));
  };

  async function findFirst(id: RequestId): Promise<Result<ApprovalRequest, Refusal>> {
    const request = await requests.find(id);
    return request ? ok(request) : err({ kind: "unknown-request", requestId: id });
  }

  async function waitForEnd(filed: ApprovalRequest, until: number): Promise<ApprovalRequest> {
    let seen = filed;
    while (!isFinal(seen) && !isOpen(seen)) {
      const left = until - performance.now();
      if (left <= 0) break;
      await sleep(Math.min(lookMilliseconds, left));
      seen = (await findOrMiss(seen.id)) ?? seen;
    }
    return seen;
  }

  async function findOrMiss(id: RequestId): Promise<ApprovalRequest | undefined> {
    try {
      return await requests.find(id);
    } catch (failure) {
      if (failure instanceof GatewayError) return undefined;
      throw failure;
    }
  }
}

function submissionOf(order: SelfServiceOrder, correlationId: string): Parameters<SubmitRequest>[0] {
  const { operation, instanceId, parameters, by } = order;
  return {
    operation,
    instanceId,
    parameters,
    by,
    justification: order.reason?.trim() || "Self-service",
    surface: "api",
    correlationId,
    isSelfService: true,
  };
}

/** The parameters are not compared: what the tool fills in can be another thing by now. */
function isSame({ intent }: ApprovalRequest, { operation, instanceId }: SelfServiceOrder): boolean {
  const named = instanceId.trim().toLowerCase();
  return (
    intent.kind === "rds" &&
    intent.operation === findOperation(operation)?.name &&
    (intent.instance.id === named || fullNameOf(intent.instance) === named)
  );
}
