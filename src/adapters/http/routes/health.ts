import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { GatewayError } from "../../../app/gateway-error.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { problem, problemResponse } from "../problem.ts";

const health = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether it runs at all",
  security: [],
  responses: {
    200: {
      description: "It runs.",
      content: { "application/json": { schema: z.object({ status: z.literal("ok") }) } },
    },
  },
});

const readiness = createRoute({
  method: "get",
  path: "/ready",
  summary: "Whether it could do something now: its tables answer, under this policy",
  security: [],
  responses: {
    200: {
      description: "It could.",
      content: {
        "application/json": { schema: z.object({ status: z.literal("ready"), policy_version: z.string() }) },
      },
    },
    503: problemResponse("It could not: its tables do not answer."),
  },
});

export function addHealth(
  app: OpenAPIHono<ApiEnvironment>,
  { checkTables, policy, log }: Pick<ApiDependencies, "checkTables" | "policy" | "log">,
): void {
  app.openapi(health, (c) => c.json({ status: "ok" as const }, 200));
  app.openapi(readiness, async (c) => {
    try {
      await checkTables();
      return c.json({ status: "ready" as const, policy_version: policy.hash }, 200);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      log.error({ err: error }, "not ready");
      return problem(c, 503, { code: "not-ready", detail: "The tables do not answer." });
    }
  });
}
