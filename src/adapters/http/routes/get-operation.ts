import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { findNamed } from "../../../app/find-named.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { answerStatusOf, operationResponse, toOperationAnswer } from "../operation-answer.ts";
import { problems, refused } from "../problem.ts";

const route = createRoute({
  method: "get",
  path: "/operations/{request_id}",
  summary: "What became of an operation",
  ...forRoles(allowed.look),
  // Its paths are those of signed calls alone.
  security: [{ iam: [] }],
  request: { params: z.object({ request_id: z.string() }) },
  responses: {
    200: operationResponse("It has ended, well or not: `success` tells."),
    202: operationResponse("It goes on."),
    ...problems,
  },
});

export function addGetOperation(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, now }: Pick<ApiDependencies, "useCasesOf" | "now">,
): void {
  app.openapi(route, async (c) => {
    const { request_id: requestId } = c.req.valid("param");
    const { requests } = useCasesOf(c.get("caller").tenant);
    const request = await findNamed(requests, requestId);
    const body = request && toOperationAnswer(request, now());
    if (!body) return refused(c, { kind: "unknown-request", requestId });
    const status = answerStatusOf(request);
    if (status === 202) c.header("Retry-After", "5");
    return c.json(body, status);
  });
}
