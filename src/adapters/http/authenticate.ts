import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { findCaller } from "../../core/policy/find-caller.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApiEnvironment, ApiLog } from "./api-environment.ts";
import { problem, refused } from "./problem.ts";

/**
 * What the gateway's IAM authorizer puts into the event once it has checked the signature. Whatever else may tell who calls
 * one day, a key or a token, is read here too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
const eventSchema = z.object({
  requestContext: z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }) }),
});

/** Learns who calls from what the gateway has checked, never from a body or a header. 401 for nobody, 403 for a stranger. */
export function authenticate(
  policy: Pick<Policy, "callers">,
  log: ApiLog,
): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const event = eventSchema.safeParse(c.env.event);
    if (!event.success) {
      c.header("WWW-Authenticate", "AWS4-HMAC-SHA256");
      const detail = "Sign the request with AWS Signature Version 4, for the service execute-api.";
      return problem(c, 401, { code: "unauthenticated", detail });
    }
    const principal = event.data.requestContext.authorizer.iam.userArn;
    const person = findCaller(policy.callers, principal);
    if (!person) {
      log.warn({ principal }, "an unknown principal called");
      const why = `${principal} is nobody's in the policy. Its owner can add you under "callers".`;
      return refused(c, { kind: "unknown-person", why });
    }
    c.set("person", { id: person, name: person });
    return next();
  };
}
