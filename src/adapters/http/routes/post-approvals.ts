import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Role } from "../../../core/api/role.ts";
import { statuses } from "../../../core/request.ts";
import { allowed, hasRole } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { approvalOf, cancelOver, decideOver } from "../decide-and-cancel.ts";
import {
  approvalShape,
  checkOrder,
  idempotencyHeaders,
  named,
  orderShape,
  pageShape,
  person,
  rejectionShape,
} from "../fields.ts";
import { fileOrder } from "../file-order.ts";
import { findOne, findPage } from "../find-requests.ts";
import { lacksRole, problems } from "../problem.ts";
import { requestAnswerSchema } from "../request-answer.ts";
import { requestPageSchema } from "../request-page.ts";

const of = <const Name extends string>(name: Name) => ({ operation: z.literal(name) });
const request_id = named();

const callSchema = z
  .discriminatedUnion("operation", [
    z.strictObject({ ...of("create_request"), ...orderShape }).superRefine(checkOrder),
    z.strictObject({ ...of("approve_request"), request_id, ...approvalShape }),
    z.strictObject({ ...of("reject_request"), request_id, ...rejectionShape }),
    z.strictObject({ ...of("cancel_request"), request_id, cancelled_by: person.optional() }),
    z.strictObject({ ...of("get_request"), request_id }),
    z.strictObject({ ...of("get_pending_approvals"), ...pageShape }),
    z.strictObject({
      ...of("get_user_requests"),
      user_email: person.optional(),
      status: z.enum(statuses).optional(),
      ...pageShape,
    }),
    z.strictObject({ ...of("get_instance_history"), instance_id: named(), ...pageShape }),
  ])
  .openapi("ApprovalsCall");

type Call = z.output<typeof callSchema>;

const needed = {
  create_request: allowed.ask,
  approve_request: allowed.decide,
  reject_request: allowed.decide,
  cancel_request: allowed.ask,
  get_request: allowed.look,
  get_pending_approvals: allowed.look,
  get_user_requests: allowed.look,
  get_instance_history: allowed.look,
} as const satisfies Record<Call["operation"], readonly Role[]>;

const route = createRoute({
  method: "post",
  path: "/approvals",
  summary: "Ask, decide and look, by the name of what is to be done",
  security: [{ bearer: [] }, { iam: [] }],
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { "application/json": { schema: callSchema } } },
  },
  responses: {
    200: {
      description: "The request as it is now, or a page of requests.",
      content: { "application/json": { schema: z.union([requestAnswerSchema, requestPageSchema]) } },
    },
    201: {
      description: "Filed, now or by the same order before; `Location` says where it is to be had.",
      content: { "application/json": { schema: requestAnswerSchema } },
    },
    ...problems,
  },
});

/** One door for all, for those who like one address; the same as the routes under /api/v1. */
export function addPostApprovals(app: OpenAPIHono<ApiEnvironment>, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const call = c.req.valid("json");
    if (!hasRole(c.get("caller"), needed[call.operation])) return lacksRole(c, needed[call.operation]);
    switch (call.operation) {
      case "create_request": {
        const { operation: _, ...order } = call;
        return fileOrder(c, dependencies, order, c.req.valid("header")["idempotency-key"]);
      }
      case "approve_request": {
        const { request_id: requestId, ...approval } = call;
        return decideOver(c, dependencies, { requestId, ...approvalOf(approval) });
      }
      case "reject_request": {
        const { request_id: requestId, rejected_by: named, reason: comment, digest } = call;
        return decideOver(c, dependencies, { kind: "reject", requestId, named, comment, digest });
      }
      case "cancel_request":
        return cancelOver(c, dependencies, { requestId: call.request_id, named: call.cancelled_by });
      case "get_request":
        return findOne(c, dependencies, call.request_id);
      case "get_pending_approvals":
        return findPage(c, dependencies, { statuses: ["pending", "escalated"] }, call);
      case "get_user_requests": {
        const { user_email: requester = c.get("person").id, status } = call;
        return findPage(c, dependencies, { requester, statuses: status && [status] }, call);
      }
      case "get_instance_history":
        return findPage(c, dependencies, { instanceId: call.instance_id.toLowerCase() }, call);
    }
  });
}
