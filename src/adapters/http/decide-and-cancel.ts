import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Digest } from "../../core/intent.ts";
import type { PersonId } from "../../core/person.ts";
import { requestIdSchema } from "../../core/request.ts";
import { type LimitWords, parseLimits } from "../../core/timing/parse-limits.ts";
import { personNamed } from "./allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "./api-environment.ts";
import type { approvalShape } from "./fields.ts";
import { notTheCaller, refused } from "./problem.ts";
import { toRequestAnswer } from "./request-answer.ts";

interface Deciding {
  readonly kind: "approve" | "reject";
  readonly requestId: string;
  readonly named: PersonId | undefined;
  readonly comment: string;
  readonly digest: Digest | undefined;
  /** Of an approval alone. */
  readonly limits?: LimitWords;
}

type Needed = Pick<ApiDependencies, "useCasesOf" | "log">;

type Approval = z.output<z.ZodObject<typeof approvalShape>>;

/** An approval as it was sent. */
export function approvalOf({
  approved_by: named,
  comments: comment = "",
  digest,
  not_before,
  not_after,
  window,
}: Approval) {
  const limits = { notBefore: secondOf(not_before), notAfter: secondOf(not_after), window };
  return { kind: "approve" as const, named, comment, digest, limits };
}

/** Programs say milliseconds, too; limits are kept to the second. */
function secondOf(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

/** Decides for the caller, or for whom they may act. */
export async function decideOver(
  c: Context<ApiEnvironment>,
  { useCasesOf, log, policy, now }: Needed & Pick<ApiDependencies, "policy" | "now">,
  deciding: Deciding,
) {
  const { kind, requestId, named, comment, digest } = deciding;
  const caller = c.get("caller");
  const by = personNamed(caller, named);
  if (!by) return notTheCaller(c, kind === "approve" ? "approved_by" : "rejected_by", caller.person.id);
  const { decideRequest } = useCasesOf(caller.tenant);
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return refused(c, { kind: "unknown-request", requestId });
  const limits = parseLimits(deciding.limits ?? {}, { windows: policy.windows, now: now() });
  if (!limits.ok) return refused(c, { kind: "invalid-parameters", issues: limits.error });
  const { through } = caller;
  const outcome = await decideRequest(id.data, {
    ...{ kind, by, surface: "api", comment, digest, through },
    limits: limits.value,
  });
  const refusal = outcome.ok ? undefined : outcome.error.kind;
  log.info({ person: by.id, through, request_id: id.data, decision: kind, refusal }, "a decision was sent");
  return outcome.ok ? c.json(toRequestAnswer(outcome.value), 200) : refused(c, outcome.error);
}

/** Takes a request back for its requester. */
export async function cancelOver(
  c: Context<ApiEnvironment>,
  { useCasesOf, log }: Needed,
  { requestId, named }: { readonly requestId: string; readonly named: PersonId | undefined },
) {
  const caller = c.get("caller");
  const by = personNamed(caller, named);
  if (!by) return notTheCaller(c, "cancelled_by", caller.person.id);
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return refused(c, { kind: "unknown-request", requestId });
  const { through } = caller;
  const outcome = await useCasesOf(caller.tenant).cancelRequest(id.data, { by, surface: "api", through });
  const refusal = outcome.ok ? undefined : outcome.error.kind;
  log.info({ person: by.id, through, request_id: id.data, refusal }, "a cancellation was sent");
  return outcome.ok ? c.json(toRequestAnswer(outcome.value), 200) : refused(c, outcome.error);
}
