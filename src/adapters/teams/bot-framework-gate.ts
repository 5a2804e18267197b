import { setTimeout as sleep } from "node:timers/promises";
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from "botbuilder";
import { z } from "zod";
import { err, ok, type Result } from "../../core/result.ts";
import { type TeamsActivity, tenantsOf } from "./read-activity.ts";
import type { TeamsLog } from "./teams-log.ts";

/** Why an activity is not let in, as an HTTP status and a sentence. */
interface GateNo {
  readonly status: 401 | 403 | 503;
  readonly text: string;
}

/** botbuilder's word on who sent an activity. */
export type Admitted = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication["authenticateRequest"]>>;

/** Lets in what Teams has signed for us. Asked in two steps, so that nothing is read of what nobody can have signed. */
export interface TeamsGate {
  /** What botbuilder's adapter is made with. */
  readonly authentication: ConfigurationBotFrameworkAuthentication;
  /** Whether the header can be a token of Teams for this bot at all; its signature is not looked at. */
  looksRight(authorization: string | undefined): boolean;
  admit(authorization: string, activity: TeamsActivity): Promise<Result<Admitted, GateNo>>;
}

export interface BotFrameworkGateOptions {
  readonly appId: string;
  /** The tenants whose people may come in. */
  readonly tenantIds: readonly string[];
  /** Where the channel's keys are told; Microsoft's own when left out. */
  readonly openIdUrl?: string | undefined;
  readonly now: () => Date;
  readonly log: TeamsLog;
}

/** Who signs for channels: learn.microsoft.com, "Authenticate requests from the Bot Connector service to your bot". */
const channelIssuer = "https://api.botframework.com";
const channelOpenIdUrl = "https://login.botframework.com/v1/.well-known/openidconfiguration";
const skewSeconds = 300;
const longestHeader = 20_000;
/** The keys are fetched without a limit of the library's own. */
const waitMilliseconds = 4000;

const claimsSchema = z.object({
  iss: z.literal(channelIssuer),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
});

const notSigned: GateNo = { status: 401, text: "This request does not come from Teams." };

/**
 * Checks tokens by botbuilder, and before and after it what that leaves out: the issuer, as it takes the bot's own outgoing tokens
 * for ones of an emulator; the tenant, which it never looks at; and an empty app id, which switches it off.
 */
export function makeBotFrameworkGate(options: BotFrameworkGateOptions): TeamsGate {
  const { appId, tenantIds, openIdUrl = channelOpenIdUrl, now, log } = options;
  if (appId.trim() === "") throw new TypeError("Without an app id anybody could come in");
  if (tenantIds.length === 0) throw new TypeError("Without a tenant nobody could come in");
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      // All of them: where it is given one, botbuilder takes those that are missing as empty.
      ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
      ToChannelFromBotOAuthScope: channelIssuer,
      ToBotFromChannelTokenIssuer: channelIssuer,
      OAuthUrl: channelIssuer,
      ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
      // No emulator's key counts.
      ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
      CallerId: "urn:botframework:azure",
    },
    // Calls to Teams go by connector.ts, so that this one needs no password.
    new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: appId,
      MicrosoftAppType: "MultiTenant",
    }),
  );

  return {
    authentication,

    looksRight: (authorization = "") => {
      const claims = claimsSchema.safeParse(claimsIn(authorization));
      if (!claims.success) return false;
      const { aud, exp, nbf = 0 } = claims.data;
      const at = now().getTime() / 1000;
      return aud === appId && exp > at - skewSeconds && nbf < at + skewSeconds;
    },

    admit: async (authorization, activity) => {
      const checked = await check(authorization, activity);
      if (!checked.ok) return checked;
      const { claimsIdentity } = checked.value;
      // botbuilder compares it only where the activity names one.
      if (claimsIdentity.getClaimValue("serviceurl") !== activity.serviceUrl) return err(notSigned);
      const tenants = tenantsOf(activity);
      const [tenant] = tenants;
      if (tenant === undefined || tenants.length > 1 || !tenantIds.includes(tenant)) {
        log.warn({ tenants }, "an activity of a tenant that is not listed");
        return err({ status: 403, text: "Countersign does not serve this organisation." });
      }
      return checked;
    },
  };

  async function check(authorization: string, activity: TeamsActivity): Promise<Result<Admitted, GateNo>> {
    const late = new AbortController();
    const timeout = sleep(waitMilliseconds, "late" as const, { signal: late.signal, ref: false });
    timeout.catch(() => {});
    try {
      const checking = authentication.authenticateRequest(toBotActivity(activity), authorization);
      const outcome = await Promise.race([checking, timeout]);
      if (outcome !== "late") return ok(outcome);
      return err(cannotCheck);
    } catch (error) {
      if (isOutage(error)) {
        log.error({ err: error }, "Teams' keys cannot be read");
        return err(cannotCheck);
      }
      log.warn({ err: error }, "an activity that Teams has not signed");
      return err(notSigned);
    } finally {
      late.abort();
    }
  }
}

const cannotCheck: GateNo = { status: 503, text: "Whether this comes from Teams cannot be checked now." };

/** The activity as botbuilder's types have it: more than Teams sends, and than it reads. */
const botActivitySchema = z.custom<Activity>((value) => typeof value === "object" && value !== null);

export function toBotActivity(activity: TeamsActivity): Activity {
  return botActivitySchema.parse(activity);
}

/** What the token says of itself, unproven. */
function claimsIn(authorization: string): unknown {
  if (authorization.length > longestHeader) return undefined;
  const [, payload = ""] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The keys could not be fetched: the token may be good. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isUnanswered = error.name === "FetchError";
  const isRefused = "statusCode" in error && error.statusCode === 500;
  return isUnanswered || isRefused;
}
