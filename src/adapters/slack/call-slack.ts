import { setTimeout as sleep } from "node:timers/promises";
import { WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { GatewayError } from "../../app/gateway-error.ts";
import { err, ok, type Result } from "../../core/result.ts";

/** Slack's answer to a call it did not carry out. */
export interface SlackNo {
  /** Slack's error code: `channel_not_found`, for example. */
  readonly code: string;
  /** The error to throw where nobody has an answer to the code. */
  readonly error: GatewayError;
}

/**
 * Makes one call of the Web API. What Slack refuses comes back with its code. Throws a `GatewayError` when Slack did not
 * answer, and when it limits the rate: it is only called again if that may be done within `patienceSeconds`.
 */
export async function callSlack<Answer>(
  method: string,
  call: () => Promise<Answer>,
  { patienceSeconds = 0 } = {},
): Promise<Result<Answer, SlackNo>> {
  try {
    return ok(await call());
  } catch (cause) {
    if (cause instanceof WebAPIPlatformError) {
      const { error: code } = cause.data;
      return err({ code, error: new GatewayError(`Slack refused ${method}: ${code}`, { cause }) });
    }
    if (cause instanceof WebAPIRateLimitedError && cause.retryAfter <= patienceSeconds) {
      await sleep(cause.retryAfter * 1000);
      return callSlack(method, call);
    }
    throw new GatewayError(`Slack did not answer ${method}`, { cause });
  }
}
