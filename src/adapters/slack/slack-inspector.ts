import { z } from "zod";
import { GatewayError } from "../../app/gateway-error.ts";
import type { SlackInspector } from "../../app/ports/inspection.ts";

const answerSchema = z.union([
  z.object({ ok: z.literal(true), team: z.string().default(""), user: z.string().default("") }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

interface Options {
  readonly botToken: string;
  /** Slack's own Web API when left out; ends in `/api/`. */
  readonly apiUrl?: string | undefined;
}

const timeoutMilliseconds = 6000;

/** Without the Web API's client, which drops the header that tells the scopes: https://docs.slack.dev/reference/methods/auth.test */
export function makeSlackInspector({ botToken, apiUrl = "https://slack.com/api/" }: Options): SlackInspector {
  return {
    look: async () => {
      const response = await fetch(new URL("auth.test", apiUrl), {
        method: "POST",
        headers: { authorization: `Bearer ${botToken}` },
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
      if (!answer.success) throw new GatewayError(`Slack answered auth.test with ${response.status}`);
      if (!answer.data.ok) return { ok: false, code: answer.data.error };
      const scopes = response.headers.get("x-oauth-scopes");
      const { team, user: bot } = answer.data;
      return { ok: true, team, bot, scopes: scopes?.split(",").map((scope) => scope.trim()) };
    },
  };
}
