import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ApiDependencies, ApiEnvironment } from "./api-environment.ts";
import { authenticate } from "./authenticate.ts";
import { problem } from "./problem.ts";
import { addGetOperation } from "./routes/get-operation.ts";
import { addPostOperations } from "./routes/post-operations.ts";
import { traceIdOf } from "./trace-id.ts";

const mostBodyBytes = 64 * 1024;

/** The REST API: one file for each route, every "no" a problem of RFC 9457, nothing to be kept by a cache. */
export function makeApiApp(dependencies: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const { policy, log } = dependencies;
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result, c) => {
      if (result.success) return;
      const errors = result.error.issues.map(({ path, message }) => ({
        parameter: path.join(".") || "body",
        message,
      }));
      const detail = errors.map(({ parameter, message }) => `${parameter}: ${message}`).join("\n");
      return problem(c, 400, { code: "invalid-request", detail, errors });
    },
  });

  app.use(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  app.use(authenticate(policy, log));
  app.use(
    bodyLimit({
      maxSize: mostBodyBytes,
      onError: (c) =>
        problem(c, 413, { code: "too-long", detail: `A body has ${mostBodyBytes / 1024} KB at most.` }),
    }),
  );
  app.use(async (c, next) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (c.req.method !== "POST" || type === "application/json") return next();
    return problem(c, 415, { code: "not-json", detail: "Send JSON, with Content-Type: application/json." });
  });

  addPostOperations(app, dependencies);
  addGetOperation(app, dependencies);

  app.notFound((c) => problem(c, 404, { code: "no-such-route", detail: "Nothing here answers to that." }));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400) {
      return problem(c, 400, { code: "malformed", detail: "The body cannot be read as JSON." });
    }
    const trace_id = traceIdOf(c.env.event);
    log.error({ trace_id, err: error }, "a call of the API failed");
    // The key tells a repetition from a new order, given or not.
    const passing = "It may or may not have been filed. Send it again with the same Idempotency-Key.";
    if (error instanceof GatewayError) {
      c.header("Retry-After", "5");
      return problem(c, 503, {
        code: "no-answer-from-aws",
        detail: `AWS did not answer. ${passing}`,
        trace_id,
      });
    }
    return problem(c, 500, {
      code: "defect",
      detail: `Tell your operators the trace id. ${passing}`,
      trace_id,
    });
  });
  return app;
}
