import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { storedTeamsSecretSchema } from "../../app/secrets/teams-secret.ts";
import { readConfig } from "../../config.ts";
import { wireConversations } from "../../wiring.ts";
import type { Running } from "../host/invoke.ts";
import { serveLocally } from "../parts/serve-locally.ts";
import { startOnFreePort } from "../parts/start-on-free-port.ts";
import { acmeTenant, type TeamsMember } from "./acme-tenant.ts";
import { makeChannelKeys } from "./channel-keys.ts";
import { clientPage } from "./client-page.ts";
import { makeLocalConnector } from "./local-connector.ts";
import { ownView } from "./own-view.ts";

export interface LocalTeams extends Running {
  /** The page with the client in it, once one is open. */
  readonly url: string;
  /** What the handlers need to speak to it, beside its secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the secret of Teams is in it, as that is stored. */
  readonly secret: z.input<typeof storedTeamsSecretSchema>;
  /** From here on what people do in it goes to the bot. */
  connect(botUrl: string): void;
  /** Has the bot know the team's channels, as if it had been added to the team. Call it once the environment is set. */
  install(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: object | string | undefined;
}

const activitySchema = z.looseObject({
  type: z.string(),
  from: z.looseObject({ id: z.string() }),
  conversation: z.looseObject({ id: z.string() }),
});
const clientSchema = z.object({ url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) });
const actingSchema = z.object({ id: z.string() });

/**
 * Starts what stands between the bot and Microsoft's local client, which has no tokens: each activity is signed here with a key that
 * the bot is told of, so that the bot checks in this way what it checks in any other. Takes activities from this machine alone,
 * and from no page of another site. The bot's own calls come in with its token, and go to the client that is open, if there is one.
 */
export async function startLocalTeams(preferredPort: number): Promise<LocalTeams> {
  const keys = await makeChannelKeys(acmeTenant.appId);
  const connector = makeLocalConnector((posted) =>
    ownView(posted, actor, async (act) => (await send(act)).body),
  );
  let bot: string | undefined;
  let clientUrl: string | undefined;
  let actor: TeamsMember = acmeTenant.owner;
  const installedIn = new Set<string>();

  const part = await startOnFreePort(preferredPort, async (port) => {
    const server = await serveLocally(pass, port);
    return { name: "Teams", ...server };
  });
  const { url } = part;
  const serviceUrl = `${url}/_connector`;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body = "" } = await answer(request);
    const isPage = typeof body === "string";
    response.writeHead(status, { "content-type": isPage ? "text/html; charset=utf-8" : "application/json" });
    response.end(isPage ? body : JSON.stringify(body));
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = "GET", headers } = request;
    // A page of another site could have its own name lead here.
    if (!/^(127\.0\.0\.1|localhost):\d+$/.test(headers.host ?? "")) return { status: 403 };
    const { pathname } = new URL(request.url ?? "/", url);
    const raw = await text(request);
    if (pathname.endsWith("/oauth2/v2.0/token")) {
      const token = keys.tokenFor(new URLSearchParams(raw));
      return token ? { status: 200, body: token } : { status: 401, body: { error: "invalid_client" } };
    }
    if (method === "GET" || method === "HEAD") {
      if (pathname === "/") return { status: 200, body: clientPage(clientUrl, actor.id) };
      if (pathname === "/openid") return { status: 200, body: { jwks_uri: `${url}/openid/keys` } };
      if (pathname === "/openid/keys") return { status: 200, body: keys.keySet };
      // The client looks whether the bot is there.
      if (pathname === "/api/messages") return { status: 200 };
    }
    if (pathname.startsWith("/_connector/")) {
      if (!keys.isOfBot(headers.authorization))
        return { status: 401, body: { error: { code: "Unauthorized" } } };
      return connector.answer(method, pathname.slice("/_connector".length), toValue(raw));
    }
    // Other sites' pages can send this type only after asking, which is not answered.
    if (!headers["content-type"]?.startsWith("application/json")) return { status: 415 };
    if (method === "POST" && pathname === "/api/messages") return forward(toValue(raw));
    if (method === "PUT" && pathname === "/act-as") return actAs(toValue(raw));
    if (method === "PUT" && pathname === "/client") return attach(toValue(raw));
    if (method === "DELETE" && pathname === "/client") {
      clientUrl = undefined;
      connector.attach(clientUrl);
      return { status: 204 };
    }
    return { status: 404 };
  }

  /** What is done on the page counts as done by whom it acts as. */
  async function forward(body: unknown): Promise<Answer> {
    const activity = activitySchema.safeParse(body);
    if (!activity.success) return { status: 400 };
    const { type, from, conversation } = activity.data;
    if (type === "installationUpdate" && !(await isFirstInstallation(conversation.id)))
      return { status: 200 };
    const { id, name, aadObjectId } = actor;
    const isOwner = from.id === acmeTenant.owner.id;
    return send({ ...activity.data, ...(isOwner && { from: { ...from, id, name, aadObjectId } }) });
  }

  /** A page that is loaded anew has it sent: at once for the personal chat, for any other place when it is first looked at. */
  async function isFirstInstallation(conversation: string): Promise<boolean> {
    if (conversation === acmeTenant.personalChat.id) connector.forgetPage();
    await connector.fillPage(conversation);
    const isFirst = !installedIn.has(conversation);
    installedIn.add(conversation);
    return isFirst;
  }

  async function send(activity: object): Promise<Answer> {
    if (bot === undefined) return { status: 503 };
    const response = await fetch(bot, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: await keys.signActivity(serviceUrl) },
      body: JSON.stringify({ ...activity, serviceUrl }),
    });
    const said = await response.text();
    return { status: response.status, body: said === "" ? undefined : toObject(said) };
  }

  async function actAs(body: unknown): Promise<Answer> {
    const asked = actingSchema.safeParse(body);
    const next = acmeTenant.members.find(({ id }) => id === asked.data?.id);
    if (!next) return { status: 400 };
    actor = next;
    await connector.redraw();
    return { status: 204 };
  }

  function attach(body: unknown): Answer {
    const asked = clientSchema.safeParse(body);
    if (!asked.success) return { status: 400 };
    clientUrl = asked.data.url;
    connector.attach(clientUrl);
    return { status: 204 };
  }

  return {
    url,
    environment: {
      TEAMS_OPENID_URL: `${url}/openid`,
      TEAMS_LOGIN_URL: url,
      TEAMS_SIGNER_URL: `${url}/api/messages`,
    },
    secret: {
      app_id: acmeTenant.appId,
      app_password: keys.password,
      app_type: "SingleTenant",
      tenant_ids: acmeTenant.id,
    },
    connect: (botUrl) => {
      bot = botUrl;
    },
    install: async () => {
      const {
        id: tenantId,
        bot: { id: botId },
        team,
        channel,
      } = acmeTenant;
      const { conversations } = wireConversations(readConfig());
      const known = { tenantId, serviceUrl, botId, teamId: team.id, seenAt: new Date(), isRemoved: false };
      await Promise.all([team.id, channel.id].map((id) => conversations.save({ ...known, id })));
    },
    stop: part.stop,
  };
}

function toValue(raw: string): unknown {
  try {
    return raw === "" ? {} : JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function toObject(said: string): object {
  return z.looseObject({}).catch({}).parse(toValue(said));
}
