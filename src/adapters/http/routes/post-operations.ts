import { randomUUID } from "node:crypto";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { longestText } from "../../../core/transitions/create.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { idempotencyHeaders } from "../fields.ts";
import { addressOf, answerStatusOf, operationResponse, toOperationAnswer } from "../operation-answer.ts";
import { problems, refused } from "../problem.ts";

const name = z
  .string({ error: ({ input }) => (input === undefined ? "missing" : "must be text") })
  .trim()
  .min(1, "missing")
  .max(100, "100 characters at most");

const orderSchema = z
  .strictObject(
    {
      operation: name,
      instance_id: name,
      /** Under the operation's own names; the chat's form shows what each takes. */
      parameters: z.record(z.string(), z.unknown(), "must be an object").default({}),
      reason: z.string("must be text").max(longestText, `${longestText} characters at most`).optional(),
    },
    {
      error: ({ code, keys }) =>
        code === "unrecognized_keys" && Array.isArray(keys)
          ? `${keys.join(", ")}: not known; there are operation, instance_id, parameters and reason`
          : "must be a JSON object",
    },
  )
  .openapi("OperationOrder");

const route = createRoute({
  method: "post",
  path: "/operations",
  summary: "Run an operation that needs nobody's approval",
  ...forRoles(allowed.ask),
  // Its paths are those of signed calls alone.
  security: [{ iam: [] }],
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { "application/json": { schema: orderSchema } } },
  },
  responses: {
    200: operationResponse("It has ended, well or not: `success` tells."),
    202: operationResponse("It goes on; `Location` says where to look."),
    ...problems,
  },
});

/** Milliseconds that an answer needs on its way, before Lambda would cut it off. */
const reserve = 3000;

export function addPostOperations(app: OpenAPIHono<ApiEnvironment>, dependencies: ApiDependencies): void {
  const { useCasesOf, now, log, waitSeconds } = dependencies;
  app.openapi(route, async (c) => {
    const { operation, instance_id: instanceId, parameters, reason } = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"] ?? randomUUID();
    // Told before anything is done: whoever gets no answer can ask again with it.
    c.header("Idempotency-Key", key);
    const by = c.get("person");
    const remaining = c.env.lambdaContext?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
    const wait = Math.max(0, Math.min(waitSeconds * 1000, remaining - reserve));

    const { runSelfService } = useCasesOf(c.get("caller").tenant);
    const outcome = await runSelfService({ operation, instanceId, parameters, reason, by, key }, wait);

    if (!outcome.ok) {
      log.info({ person: by.id, operation, refusal: outcome.error.kind }, "self-service refused");
      return refused(c, outcome.error);
    }
    const request = outcome.value;
    const body = toOperationAnswer(request, now());
    if (!body) return refused(c, { kind: "unknown-request", requestId: request.id });
    const status = answerStatusOf(request);
    log.info({ person: by.id, request_id: request.id, status: body.status }, "self-service answered");
    if (status === 202) {
      c.header("Location", addressOf(request));
      c.header("Retry-After", "5");
    }
    return c.json(body, status);
  });
}
