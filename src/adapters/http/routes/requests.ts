import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { statuses } from "../../../core/request.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { idempotencyHeaders, named, pageShape, person, text } from "../fields.ts";
import { fileOrder, orderSchema } from "../file-order.ts";
import { findOne, findPage } from "../find-requests.ts";
import { problem, problems } from "../problem.ts";
import { requestAnswerSchema } from "../request-answer.ts";
import { requestPageSchema } from "../request-page.ts";

const path = "/api/v1/policy/requests";

const filing = createRoute({
  method: "post",
  path,
  summary: "Ask for an operation",
  ...forRoles(allowed.ask),
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { "application/json": { schema: orderSchema } } },
  },
  responses: {
    201: {
      description: "Filed, now or by the same order before; `Location` says where it is to be had.",
      content: { "application/json": { schema: requestAnswerSchema } },
    },
    ...problems,
  },
});

/** What narrows a list, as a query says it. */
export const filterShape = {
  /** One status, or several with commas. */
  status: text(200).optional(),
  requester: person.optional(),
  instance: named().optional(),
  /** Only your own is there to be read; it may be named. */
  tenant: named().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
} as const;

const listing = createRoute({
  method: "get",
  path,
  summary: "The requests of your tenant, the newest first",
  ...forRoles(allowed.look),
  request: { query: z.object({ ...filterShape, ...pageShape }) },
  responses: {
    200: {
      description: "A page of them.",
      content: { "application/json": { schema: requestPageSchema } },
    },
    ...problems,
  },
});

const reading = createRoute({
  method: "get",
  path: `${path}/{id}`,
  summary: "A request as it is now, with its history of statuses",
  ...forRoles(allowed.look),
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: {
      description: "The request.",
      content: { "application/json": { schema: requestAnswerSchema } },
    },
    ...problems,
  },
});

export function addRequests(app: OpenAPIHono<ApiEnvironment>, dependencies: ApiDependencies): void {
  app.openapi(filing, (c) =>
    fileOrder(c, dependencies, c.req.valid("json"), c.req.valid("header")["idempotency-key"]),
  );
  app.openapi(listing, async (c) => {
    const query = c.req.valid("query");
    const filter = filterOf(query);
    if (!filter) return problem(c, 400, wrongStatus);
    const { tenant } = c.get("caller");
    if ((query.tenant ?? tenant) !== tenant) return c.json({ requests: [], next_cursor: null }, 200);
    return findPage(c, dependencies, filter, query);
  });
  app.openapi(reading, (c) => findOne(c, dependencies, c.req.valid("param").id));
}

const statusesSchema = z.array(z.enum(statuses)).min(1);

/** For a filter whose status is none. */
export const wrongStatus = {
  code: "invalid-request",
  detail: `status: one of ${statuses.join(", ")}, or several with commas`,
} as const;

/** Nothing where a status is none. */
export function filterOf({
  status,
  requester,
  instance,
  from,
  to,
}: z.output<z.ZodObject<typeof filterShape>>) {
  const asked = status === undefined ? undefined : statusesSchema.safeParse(status.split(","));
  if (asked && !asked.success) return undefined;
  return {
    statuses: asked?.data,
    requester,
    instanceId: instance?.toLowerCase(),
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}
