import { randomUUID } from "node:crypto";
import type { ApiCaller } from "../../core/api/api-caller.ts";
import type { Person } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { Claims } from "../submit/claims.ts";
import type { SubmitRequest } from "../submit/submit-request.ts";
import type { CheckWebhookUrl } from "../webhook/check-webhook-url.ts";

/** What a program asks for over the API. */
export interface RequestOrder {
  readonly operation: string;
  readonly instanceId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly justification: string;
  readonly when?: string | undefined;
  readonly claims: Claims;
  /** The name of one of the policy's templates, which then says the operation. */
  readonly template?: string | undefined;
  readonly breakGlass?: { readonly incident: string } | undefined;
  /** Who asks: the caller, or whom the caller may act for. */
  readonly by: Person;
  readonly caller: ApiCaller;
  /** Of the whole order. */
  readonly digest: string;
  /** One caller's key for one order. */
  readonly idempotencyKey?: string | undefined;
  /** One order's name in the whole tenant. */
  readonly correlationId?: string | undefined;
  readonly webhookUrl?: string | undefined;
}

export type FileRequest = (
  order: RequestOrder,
) => Promise<
  Result<
    { readonly request: ApprovalRequest /** It was filed before. */; readonly isRepeated: boolean },
    Refusal
  >
>;

interface Dependencies {
  readonly requests: Pick<RequestStore, "find" | "findCreated">;
  readonly submitRequest: SubmitRequest;
  readonly checkWebhookUrl: CheckWebhookUrl;
  readonly tenant: string;
  readonly now: () => Date;
}

/**
 * Files a request once for each key and each correlation id: whoever sends the same order again gets the first one's request as
 * it is now, and another order under a name that is taken is refused.
 */
export function makeFileRequest({
  requests,
  submitRequest,
  checkWebhookUrl,
  tenant,
  now,
}: Dependencies): FileRequest {
  return async (order) => {
    const names = namesOf(order);
    // Looked for before anything is drafted: what is done already could be refused now.
    const filed = await findFiled(names);
    const other = filed.find(({ id, orderDigest }) => orderDigest !== order.digest || id !== filed[0]?.id);
    if (other) return err({ kind: "key-used", requestId: other.id });
    if (filed[0]) return ok({ request: filed[0], isRepeated: true });
    const webhookUrl = order.webhookUrl === undefined ? undefined : await checkWebhookUrl(order.webhookUrl);
    if (webhookUrl && !webhookUrl.ok) return webhookUrl;
    const [correlationId = `api-order#${randomUUID()}`, alias] = names;
    const submitted = await submitRequest({
      operation: order.operation,
      instanceId: order.instanceId,
      parameters: order.parameters,
      justification: order.justification,
      when: order.when,
      claims: order.claims,
      template: order.template,
      breakGlass: order.breakGlass,
      by: order.by,
      surface: "api",
      through: order.caller.through,
      orderDigest: order.digest,
      correlationId,
      alias,
      callersId: order.correlationId,
      webhookUrl: webhookUrl?.value,
    });
    if (!submitted.ok) return submitted;
    const { value: request } = submitted;
    // Another one came first, in between.
    if (request.orderDigest !== order.digest) return err({ kind: "key-used", requestId: request.id });
    return ok({ request, isRepeated: false });
  };

  /** The requests that these names have made, one for each. */
  async function findFiled(names: readonly string[]): Promise<readonly ApprovalRequest[]> {
    const found = names.map(async (name) => {
      const id = await requests.findCreated(tenant, name, now());
      return id && requests.find(id);
    });
    return (await Promise.all(found)).flatMap((request) => request ?? []);
  }
}

function namesOf({ caller, idempotencyKey, correlationId }: RequestOrder): readonly string[] {
  return [
    ...(correlationId === undefined ? [] : [`api-correlation#${correlationId}`]),
    ...(idempotencyKey === undefined ? [] : [`api-order#${caller.person.id}#${idempotencyKey}`]),
  ];
}
