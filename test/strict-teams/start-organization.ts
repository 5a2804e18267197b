import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { acmeTeam, acmeTeamsPeople, acmeTenantId } from "../support/strict-teams/acme-teams.ts";
import { type StrictTeamsOptions, startStrictTeams } from "../support/strict-teams/start-strict-teams.ts";

type Received = {
  readonly authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: an activity is looked at, not computed with
  readonly activity: any;
};
type Answer = { readonly status?: number; readonly json?: unknown; readonly delayMs?: number };

export const appId = "11111111-2222-4333-8444-555555555555";
export const appPassword = "strict-password";

/** A strict Teams with Acme's people, and a bot whose answers the test decides. */
export async function startOrganization(options: Partial<StrictTeamsOptions> = {}) {
  const received: Received[] = [];
  let answer: (request: Received) => Answer | Promise<Answer> = () => ({});
  const bot = createServer(async (request, response) => {
    const arrived = {
      authorization: request.headers.authorization,
      activity: JSON.parse(await text(request)),
    };
    received.push(arrived);
    const { status = 200, json, delayMs = 0 } = await answer(arrived);
    setTimeout(() => {
      response.statusCode = status;
      response.end(json === undefined ? "" : JSON.stringify(json));
    }, delayMs);
  });
  await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
  const { port } = bot.address() as { port: number };
  const teams = await startStrictTeams({
    people: Object.values(acmeTeamsPeople),
    teams: [acmeTeam],
    appId,
    appPassword,
    tenantId: acmeTenantId,
    botUrl: `http://127.0.0.1:${port}/api/messages`,
    ...options,
  });
  const token = await askForToken(appPassword);

  async function askForToken(password: string): Promise<string> {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: password,
      scope: "https://api.botframework.com/.default",
    });
    const response = await fetch(`${teams.endpoints.login}/${acmeTenantId}/oauth2/v2.0/token`, {
      method: "POST",
      body: form,
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function call(method: string, path: string, body?: object, bearer = token) {
    const response = await fetch(`${teams.serviceUrl}v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not computed with
    const json: any = await response.json();
    return {
      status: response.status,
      json,
      code: json.error?.code as string | undefined,
      retryAfter: response.headers.get("retry-after"),
    };
  }

  return {
    teams,
    call,
    askForToken,
    post: (conversation: string, activity: object) =>
      call("POST", `conversations/${encodeURIComponent(conversation)}/activities`, {
        type: "message",
        ...activity,
      }),
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    received: () => received,
    last: () => {
      const last = received.at(-1);
      if (!last) throw new Error("the bot got nothing");
      return last;
    },
    /** The codes of all rules that were broken. */
    broken: () => teams.failures().map(({ error }) => error),
    stop: async () => {
      await teams.stop();
      bot.closeAllConnections();
      await new Promise((resolve) => bot.close(resolve));
    },
  };
}

export type Organization = Awaited<ReturnType<typeof startOrganization>>;

export const adaptive = (content: object) => ({
  attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
});

export const cardOf = (...body: readonly object[]) => ({ type: "AdaptiveCard", version: "1.5", body });
export const textBlock = (shown: string) => ({ type: "TextBlock", text: shown, wrap: true });
export const execute = (verb: string, more: object = {}) => ({
  type: "Action.Execute",
  title: verb,
  verb,
  fallback: { type: "Action.Submit", title: verb },
  ...more,
});
