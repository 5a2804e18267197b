import { setTimeout as sleep } from "node:timers/promises";
import { WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { GatewayError, NotDoneError } from "../../app/gateway-error.ts";
import { err, ok, type Result } from "../../core/result.ts";

/** Slack's answer to a call it did not carry out. */
export interface SlackNo {
  /** Slack's error code: `channel_not_found`, for example. */
  readonly code: string;
  /** The error to throw where nobody has an answer to the code. */
  readonly error: NotDoneError;
}

/** "It's possible some aspect of the operation succeeded before the error was raised": docs.slack.dev, at each method's errors. */
const unclearCodes: ReadonlySet<string> = new Set(["fatal_error", "internal_error"]);

/**
 * Makes one call of the Web API. What Slack refuses comes back with its code. Throws a `GatewayError` when Slack did not
 * answer or does not know itself whether it was done, and a `NotDoneError` when it limits the rate for longer than `patienceSeconds`; otherwise it is called again then.
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
      if (unclearCodes.has(code)) throw new GatewayError(`Slack failed over ${method}: ${code}`, { cause });
      return err({ code, error: new NotDoneError(`Slack refused ${method}: ${code}`, { cause }) });
    }
    if (cause instanceof WebAPIRateLimitedError) {
      const { retryAfter } = cause;
      if (retryAfter > patienceSeconds) {
        throw new NotDoneError(`Slack takes no ${method} for ${retryAfter} s`, { cause });
      }
      await sleep(retryAfter * 1000);
      return callSlack(method, call);
    }
    throw new GatewayError(`Slack did not answer ${method}`, { cause });
  }
}
