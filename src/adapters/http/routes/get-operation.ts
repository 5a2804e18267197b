import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { requestIdSchema } from "../../../core/request.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { answerStatusOf, operationResponse, toOperationAnswer } from "../operation-answer.ts";
import { problemResponse, refused } from "../problem.ts";

const route = createRoute({
  method: "get",
  path: "/operations/{request_id}",
  summary: "What became of an operation",
  request: { params: z.object({ request_id: z.string() }) },
  responses: {
    200: operationResponse("It has ended, well or not: `success` tells."),
    202: operationResponse("It goes on."),
    404: problemResponse("There is no such request here."),
    default: problemResponse("Any other no."),
  },
});

export function addGetOperation(
  app: OpenAPIHono<ApiEnvironment>,
  { requests, now }: Pick<ApiDependencies, "requests" | "now">,
): void {
  app.openapi(route, async (c) => {
    const { request_id: requestId } = c.req.valid("param");
    const id = requestIdSchema.safeParse(requestId);
    const request = id.success ? await requests.find(id.data) : undefined;
    const body = request && toOperationAnswer(request, now());
    if (!body) return refused(c, { kind: "unknown-request", requestId });
    const status = answerStatusOf(request);
    if (status === 202) c.header("Retry-After", "5");
    return c.json(body, status);
  });
}
