import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ApiDependencies, ApiEnvironment } from "./api-environment.ts";
import { authenticate } from "./callers/authenticate.ts";
import { makeVerifyToken } from "./callers/verify-token.ts";
import { documentOf } from "./document.ts";
import { pageHeaders, renderDocument } from "./document-page.ts";
import { pathInside } from "./mount.ts";
import { problem } from "./problem.ts";
import { addDecisions } from "./routes/decisions.ts";
import { addDelegations } from "./routes/delegations.ts";
import { addGetEvents } from "./routes/get-events.ts";
import { addGetExport } from "./routes/get-export.ts";
import { addGetHistory } from "./routes/get-history.ts";
import { addGetOperation } from "./routes/get-operation.ts";
import { addHealth } from "./routes/health.ts";
import { addPostApprovals } from "./routes/post-approvals.ts";
import { addPostEval } from "./routes/post-eval.ts";
import { addPostOperations } from "./routes/post-operations.ts";
import { addPostReplay } from "./routes/post-replay.ts";
import { addQuestionReviews } from "./routes/question-reviews.ts";
import { addRequests } from "./routes/requests.ts";
import { addReviews } from "./routes/reviews.ts";
import { addWebhooks } from "./routes/webhooks.ts";
import { addWebhookWork } from "./routes/webhooks-work.ts";
import { traceIdOf } from "./trace-id.ts";

const mostBodyBytes = 64 * 1024;

/** The key tells a repetition of an order from a new one, given or not. */
const maybeDone =
  "It may or may not have been done: look before you send it again. An order with the same Idempotency-Key is filed once.";

/** Every route that takes a caller; each is a file, and a line here. */
const routes = [
  addPostOperations,
  addGetOperation,
  addPostApprovals,
  addRequests,
  addDecisions,
  addReviews,
  addDelegations,
  addGetEvents,
  addGetHistory,
  addGetExport,
  addPostEval,
  addPostReplay,
  addWebhooks,
  addWebhookWork,
  addQuestionReviews,
] as const;

/** The REST API: a file for each route, every "no" a problem of RFC 9457, nothing to be kept by a cache. */
export function makeApiApp(dependencies: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const { log, meter } = dependencies;
  const app = new OpenAPIHono<ApiEnvironment>({
    getPath: pathInside,
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

  let document: ReturnType<typeof documentOf> | undefined;
  app.use(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  // What stands before the callers are looked at is for everybody.
  addHealth(app, dependencies);
  app.get("/openapi.json", (c) => c.json(documentOnce()));
  app.get("/docs", (c) => c.html(renderDocument(documentOnce()), 200, pageHeaders));
  app.use(authenticate({ ...dependencies, verifyToken: makeVerifyToken(dependencies.policy.api.issuers) }));
  app.use(async (c, next) => {
    await next();
    const kind = c.get("exceeded");
    if (kind) meter.record({ values: { CapabilityViolations: 1 }, dimensions: { Kind: kind } });
  });
  app.use(
    bodyLimit({
      maxSize: mostBodyBytes,
      onError: (c) =>
        problem(c, 413, { code: "too-long", detail: `A body has ${mostBodyBytes / 1024} KB at most.` }),
    }),
  );
  app.use(async (c, next) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    const isEmpty = type === undefined && c.req.raw.body === null;
    if (c.req.method !== "POST" || type === "application/json" || isEmpty) return next();
    return problem(c, 415, { code: "not-json", detail: "Send JSON, with Content-Type: application/json." });
  });

  for (const add of routes) add(app, dependencies);

  app.notFound((c) => problem(c, 404, { code: "no-such-route", detail: "Nothing here answers to that." }));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 400) {
      return problem(c, 400, { code: "malformed", detail: "The body cannot be read as JSON." });
    }
    const trace_id = traceIdOf(c.env.event);
    log.error({ trace_id, err: error }, "a call of the API failed");
    const passing = c.req.method === "GET" ? "Nothing was changed: ask again." : maybeDone;
    if (error instanceof GatewayError) {
      c.header("Retry-After", "5");
      return problem(c, 503, {
        code: "no-answer-from-aws",
        detail: `AWS, or the issuer of your token, did not answer. ${passing}`,
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

  function documentOnce(): ReturnType<typeof documentOf> {
    document ??= documentOf(app);
    return document;
  }
}
