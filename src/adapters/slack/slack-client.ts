import { type WebAPICallResult, WebAPIPlatformError, WebClient, type WebClientOptions } from "@slack/web-api";
import type { Secret } from "../../app/ports/secret.ts";
import type { SlackSecret } from "../../app/secrets/slack-secret.ts";
import { type SlackLog, toSlackLogger } from "./slack-log.ts";

export interface SlackAccess {
  readonly secret: Secret<Pick<SlackSecret, "botToken">>;
  /** Slack's own Web API when left out; ends in `/api/`. */
  readonly apiUrl?: string | undefined;
  readonly log: SlackLog;
}

/** Slack's secret has no value yet. */
class NoSlackSecretError extends Error {
  override readonly name = "NoSlackSecretError";
}

/** Slack did nothing, as it does not take the token: docs.slack.dev/reference/methods has them with each method. */
const tokenCodes: ReadonlySet<string> = new Set([
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "token_revoked",
]);

/**
 * How every client of Slack's Web API behaves: one try of at most 8 seconds, an error instead of a wait when Slack limits
 * the rate. The library's own defaults retry ten times within half an hour, longer than any function lives.
 */
export function slackClientOptions({ apiUrl, log }: Omit<SlackAccess, "secret">): WebClientOptions {
  return {
    timeout: 8_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: toSlackLogger(log),
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  };
}

/** A client with the token that counts at each call. One that Slack does not take is read anew, and the call made once more. */
export function makeSlackClient({ secret, ...options }: SlackAccess): WebClient {
  return new RotatedWebClient(secret, slackClientOptions(options));
}

/** Throws a `NoSlackSecretError` where there is none. */
export async function readBotToken(secret: SlackAccess["secret"]): Promise<string> {
  return tokenIn(await secret.read());
}

class RotatedWebClient extends WebClient {
  readonly #secret: SlackAccess["secret"];

  constructor(secret: SlackAccess["secret"], options: WebClientOptions) {
    super(undefined, options);
    this.#secret = secret;
  }

  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    const token = await readBotToken(this.#secret);
    try {
      return await super.apiCall(method, { ...options, token });
    } catch (error) {
      if (!isOfToken(error)) throw error;
      const next = tokenIn(await this.#secret.readAnew());
      if (next === token) throw error;
      return super.apiCall(method, { ...options, token: next });
    }
  }
}

function isOfToken(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && tokenCodes.has(error.data.error);
}

function tokenIn(versions: Awaited<ReturnType<SlackAccess["secret"]["read"]>>): string {
  if (!versions) throw new NoSlackSecretError("Slack's secret has no value yet");
  return versions.current.botToken;
}
