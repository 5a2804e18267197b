import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { RequestOrder } from "../../app/api/file-request.ts";
import { type JsonObject, jsonObjectSchema, sha256OfJson } from "../../core/json.ts";
import { personNamed } from "./allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "./api-environment.ts";
import { checkOrder, orderShape } from "./fields.ts";
import { addressAt } from "./mount.ts";
import { notTheCaller, refused } from "./problem.ts";
import { requestAddress, toRequestAnswer } from "./request-answer.ts";

export const orderSchema = z.strictObject(orderShape).superRefine(checkOrder).openapi("RequestOrder");

type Order = z.output<typeof orderSchema>;

type Wish = Omit<
  RequestOrder,
  "by" | "caller" | "digest" | "idempotencyKey" | "correlationId" | "webhookUrl"
>;

/** Files what was ordered for the caller, or for whom they may act; the same order again gets the first one's request. */
export async function fileOrder(
  c: Context<ApiEnvironment>,
  { useCasesOf, log }: Pick<ApiDependencies, "useCasesOf" | "log">,
  order: Order,
  idempotencyKey: string | undefined,
) {
  const caller = c.get("caller");
  const by = personNamed(caller, order.requested_by);
  if (!by) return notTheCaller(c, "requested_by", caller.person.id);
  const outcome = await useCasesOf(caller.tenant).fileRequest({
    ...wishOf(order),
    by,
    caller,
    digest: digestOf({ ...order, requested_by: by.id }),
    idempotencyKey,
    correlationId: order.correlation_id,
    webhookUrl: order.webhook_url,
  });
  if (!outcome.ok) {
    log.info({ person: by.id, through: caller.through, refusal: outcome.error.kind }, "an order was refused");
    return refused(c, outcome.error);
  }
  const { request, isRepeated } = outcome.value;
  log.info(
    { person: by.id, through: caller.through, request_id: request.id, isRepeated },
    "an order was filed",
  );
  c.header("Location", addressAt(c, requestAddress(request.id)));
  if (isRepeated) c.header("Idempotency-Replayed", "true");
  return c.json(toRequestAnswer(request), 201);
}

/** What is asked for, without who asks. */
export function wishOf(order: Order): Wish {
  const { estimated_duration: duration } = order;
  return {
    operation: order.operation_type ?? "",
    instanceId: order.instance_id,
    parameters: order.parameters,
    justification: order.justification ?? "",
    when: order.when,
    template: order.template,
    breakGlass: order.break_glass,
    claims: {
      risk: order.risk_level,
      environment: order.environment,
      estimatedCost: order.estimated_cost,
      estimatedDuration: typeof duration === "number" ? `${duration} minutes` : duration,
    },
  };
}

function digestOf(order: object): string {
  const told: JsonObject = jsonObjectSchema.parse(
    Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined)),
  );
  return sha256OfJson(told);
}
