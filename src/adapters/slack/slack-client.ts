import { WebClient, type WebClientOptions } from "@slack/web-api";
import { type SlackLog, toSlackLogger } from "./slack-log.ts";

export interface SlackAccess {
  readonly botToken: string;
  /** Slack's own Web API when left out; ends in `/api/`. */
  readonly apiUrl?: string | undefined;
  readonly log: SlackLog;
}

/**
 * How every client of Slack's Web API behaves: one try of at most 8 seconds, an error instead of a wait when Slack limits
 * the rate. The library's own defaults retry ten times within half an hour, longer than any function lives.
 */
export function slackClientOptions({ apiUrl, log }: Omit<SlackAccess, "botToken">): WebClientOptions {
  return {
    timeout: 8_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: toSlackLogger(log),
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  };
}

export function makeSlackClient({ botToken, ...options }: SlackAccess): WebClient {
  return new WebClient(botToken, slackClientOptions(options));
}
