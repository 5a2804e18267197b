import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from "jose";

/** Whatever comes with one of these was not signed by Teams for this bot. */
export const refusedTokens = [
  "missing",
  "not-a-token",
  "unsigned",
  "forged-key",
  "unknown-key",
  "expired",
  "not-yet-valid",
  "over-for-six-minutes",
  "good-in-six-minutes",
  "wrong-audience",
  "wrong-issuer",
  "other-service",
  "other-channel",
  "emulator-path",
  "bot-path",
] as const;

/** As they come from a clock that is apart from ours by as much as is allowed for. */
export const skewedTokens = ["over-for-a-moment", "good-in-a-moment"] as const;

/** How the token of a request is made; `good` is the one that the Bot Connector makes. */
export type TokenKind = "good" | (typeof refusedTokens)[number] | (typeof skewedTokens)[number];

export type Tokens = Awaited<ReturnType<typeof makeTokens>>;

type Claims = JWTPayload & Readonly<Record<string, unknown>>;

const channelIssuer = "https://api.botframework.com";
const toConnector = "https://api.botframework.com";
const hour = 3600;
const minute = 60;
/** Just under five minutes, as the test takes a moment itself. */
const moment = 4 * minute + 45;

/** Made once for all of a process, as making them takes longer than most tests. */
let keys: Promise<readonly Awaited<ReturnType<typeof makeKey>>[]> | undefined;

/**
 * The keys and tokens of both directions. From the channel: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export async function makeTokens(options: {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly now: () => number;
}) {
  const { appId, appPassword, tenantId, now } = options;
  keys ??= Promise.all(["channel-key", "other-channel-key", "directory-key", "channel-key"].map(makeKey));
  const [channel, otherChannel, directory, forged] = await keys;
  if (!channel || !otherChannel || !directory || !forged) throw new Error("no keys");

  async function forActivity(kind: TokenKind, serviceUrl: string): Promise<string | undefined> {
    const at = Math.floor(now() / 1000);
    const good: Claims = {
      serviceurl: serviceUrl,
      iss: channelIssuer,
      aud: appId,
      nbf: at - 60,
      exp: at + hour,
    };
    switch (kind) {
      case "missing":
        return undefined;
      case "good":
        return channel?.sign(good);
      case "not-a-token":
        return "eyJ.not.a-token";
      case "unsigned":
        return unsigned(good);
      case "forged-key":
        return forged?.sign(good);
      case "unknown-key":
        return forged?.sign(good, "nobody-knows-this-key");
      case "expired":
        return channel?.sign({ ...good, nbf: at - 2 * hour, exp: at - hour });
      case "not-yet-valid":
        return channel?.sign({ ...good, nbf: at + hour, exp: at + 2 * hour });
      case "over-for-six-minutes":
        return channel?.sign({ ...good, nbf: at - hour, exp: at - 6 * minute });
      case "good-in-six-minutes":
        return channel?.sign({ ...good, nbf: at + 6 * minute });
      case "over-for-a-moment":
        return channel?.sign({ ...good, nbf: at - hour, exp: at - moment });
      case "good-in-a-moment":
        return channel?.sign({ ...good, nbf: at + moment });
      case "wrong-audience":
        return channel?.sign({ ...good, aud: randomUUID() });
      case "wrong-issuer":
        return channel?.sign({ ...good, iss: "https://login.example/" });
      case "other-service":
        return channel?.sign({ ...good, serviceurl: "https://somebody-else.example/" });
      case "other-channel":
        return otherChannel?.sign(good);
      case "emulator-path":
        return directory?.sign({ ...directoryClaims(at), aud: toConnector });
      case "bot-path":
        return directory?.sign({ ...directoryClaims(at), aud: appId });
    }
  }

  /** What the directory gives to whoever has the bot's password, in the way of its second version. */
  function directoryClaims(at: number): Claims {
    return {
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      ver: "2.0",
      azp: appId,
      tid: tenantId,
      nbf: at - 60,
      exp: at + hour,
    };
  }

  return {
    channelKeys: [
      { ...channel.jwk, endorsements: ["msteams"] },
      { ...otherChannel.jwk, endorsements: ["webchat"] },
    ],
    directoryKeys: [directory.jwk],
    forActivity,
    /** A token for calls to the connector, where the bot knows its password. */
    async forBot(form: URLSearchParams): Promise<string | undefined> {
      const isRight =
        form.get("grant_type") === "client_credentials" &&
        form.get("client_id") === appId &&
        form.get("client_secret") === appPassword &&
        form.get("scope") === `${toConnector}/.default`;
      if (!isRight) return undefined;
      return directory.sign({ ...directoryClaims(Math.floor(now() / 1000)), aud: toConnector });
    },
    async isOfBot(authorization: string | undefined): Promise<boolean> {
      const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "";
      const checks = { audience: toConnector, currentDate: new Date(now()), clockTolerance: 300 };
      return jwtVerify(token, directory.publicKey, checks).then(
        ({ payload }) => payload.azp === appId,
        () => false,
      );
    },
  };
}

async function makeKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  return {
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, x5t: kid, use: "sig", alg: "RS256" },
    sign: (claims: Claims, named = kid): Promise<string> =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: named, x5t: named })
        .sign(privateKey),
  };
}

function unsigned(claims: Claims): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", typ: "JWT", kid: "channel-key" })}.${part(claims)}.`;
}
