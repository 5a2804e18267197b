import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import { makeSubmitRequest, type Submission } from "../submit-request.ts";

/** The request that would be filed, or why none would be; nothing is kept. */
export type TryRequest = (
  submission: Omit<Submission, "correlationId">,
  /** Asked instead of the one that counts. */
  policy?: Policy | undefined,
) => Promise<Result<ApprovalRequest, Refusal>>;

/** Goes the way of every request, up to a store that keeps nothing, so that it cannot say anything else than that. */
export function makeTryRequest(deps: Parameters<typeof makeSubmitRequest>[0]): TryRequest {
  const keepsNothing = {
    ...deps.requests,
    create: async ({ request }: { request: ApprovalRequest }) => request.id,
  };
  return (submission, policy = deps.policy) =>
    makeSubmitRequest({ ...deps, policy, requests: keepsNothing })({ ...submission, correlationId: "tried" });
}
