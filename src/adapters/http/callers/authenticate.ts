import type { MiddlewareHandler } from "hono";
import type { LimitRate } from "../../../app/api/limit-rate.ts";
import type { ApiEnvironment, ApiLog } from "../api-environment.ts";
import { problem, refused } from "../problem.ts";
import { type IdentityDependencies, identify } from "./identify.ts";

const signatureDetail =
  "Sign the request with AWS Signature Version 4, for the service execute-api, to /iam and the path; or send an API key or a token as Authorization: Bearer.";
const tokenDetail = "The key or token is wrong, has ended or was revoked.";

/** Lets in whom it can tell, as often as they may call. 401 for nobody, 403 for a stranger, 429 for too many calls. */
export function authenticate(
  dependencies: IdentityDependencies & { readonly limitRate: LimitRate; readonly log: ApiLog },
): MiddlewareHandler<ApiEnvironment> {
  const { limitRate, log } = dependencies;
  return async (c, next) => {
    const found = await identify(dependencies, c.env.event, c.req.header("authorization"));
    if (found.kind === "nobody") {
      const error = found.hasTried ? ' error="invalid_token"' : "";
      c.header("WWW-Authenticate", `Bearer${error}, AWS4-HMAC-SHA256`);
      const detail = found.hasTried ? tokenDetail : signatureDetail;
      return problem(c, 401, { code: "unauthenticated", detail });
    }
    if (found.kind === "stranger") {
      const { principal } = found;
      log.warn({ principal }, "an unknown principal called");
      const why = `${principal} is nobody's in the policy. Its owner can add you under "callers" or "api".`;
      return refused(c, { kind: "unknown-person", why });
    }
    const { caller } = found;
    const rate = await limitRate(caller.through);
    if (!rate.isGranted) {
      c.header("Retry-After", String(rate.retryAfterSeconds));
      const detail = `You call too often. Go on in ${rate.retryAfterSeconds} s.`;
      return problem(c, 429, { code: "too-many-calls", detail });
    }
    c.set("caller", caller);
    c.set("person", caller.person);
    return next();
  };
}
