import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { approvalOf, cancelOver, decideOver } from "../decide-and-cancel.ts";
import { approvalShape, person, rejectionShape } from "../fields.ts";
import { problems } from "../problem.ts";
import { requestAnswerSchema } from "../request-answer.ts";

const path = "/api/v1/policy/requests/{id}";
const params = z.object({ id: z.string() });
const decided = {
  200: {
    description: "The request as it is now.",
    content: { "application/json": { schema: requestAnswerSchema } },
  },
};

const approving = createRoute({
  method: "post",
  path: `${path}/approve`,
  summary: "Approve a request",
  ...forRoles(allowed.decide),
  request: {
    params,
    body: {
      content: { "application/json": { schema: z.strictObject(approvalShape).openapi("Approval") } },
    },
  },
  responses: { ...decided, ...problems },
});

const rejecting = createRoute({
  method: "post",
  path: `${path}/reject`,
  summary: "Reject a request",
  ...forRoles(allowed.decide),
  request: {
    params,
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject(rejectionShape).openapi("Rejection") } },
    },
  },
  responses: { ...decided, ...problems },
});

const cancelling = createRoute({
  method: "post",
  path: `${path}/cancel`,
  summary: "Take your own request back, before it starts",
  ...forRoles(allowed.ask),
  request: {
    params,
    body: {
      content: {
        "application/json": {
          schema: z.strictObject({ cancelled_by: person.optional() }).openapi("Cancellation"),
        },
      },
    },
  },
  responses: { ...decided, ...problems },
});

export function addDecisions(app: OpenAPIHono<ApiEnvironment>, dependencies: ApiDependencies): void {
  app.openapi(approving, (c) => {
    const requestId = c.req.valid("param").id;
    return decideOver(c, dependencies, { requestId, ...approvalOf(c.req.valid("json")) });
  });
  app.openapi(rejecting, (c) => {
    const { rejected_by: named, reason: comment, digest } = c.req.valid("json");
    const requestId = c.req.valid("param").id;
    return decideOver(c, dependencies, { kind: "reject", requestId, named, comment, digest });
  });
  app.openapi(cancelling, (c) => {
    const { cancelled_by: named } = c.req.valid("json");
    return cancelOver(c, dependencies, { requestId: c.req.valid("param").id, named });
  });
}
