import { randomBytes, timingSafeEqual } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

const channelIssuer = "https://api.botframework.com";
const keyId = "local-teams";
const lifetimeSeconds = 3600;

/** What Microsoft's channel and directory sign with, for this start alone. */
export interface ChannelKeys {
  /** The bot's password. */
  readonly password: string;
  /** The answer where the keys are asked for. */
  readonly keySet: object;
  /** The header of an activity that comes from the channel. */
  signActivity(serviceUrl: string): Promise<string>;
  /** A token for the bot's own calls; nothing where the form does not hold the password. */
  tokenFor(form: URLSearchParams): object | undefined;
  /** Whether a call's header is that of the bot. */
  isOfBot(authorization: string | undefined): boolean;
}

export async function makeChannelKeys(appId: string): Promise<ChannelKeys> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = {
    ...(await exportJWK(publicKey)),
    kid: keyId,
    use: "sig",
    alg: "RS256",
    endorsements: ["msteams"],
  };
  const password = randomBytes(24).toString("base64url");
  const botToken = randomBytes(32).toString("base64url");
  return {
    password,
    keySet: { keys: [jwk] },
    signActivity: async (serviceUrl) => {
      const token = await new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
        .setIssuer(channelIssuer)
        .setAudience(appId)
        .setNotBefore("0 s")
        .setExpirationTime(`${lifetimeSeconds} s`)
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    tokenFor: (form) => {
      if (form.get("client_id") !== appId || !isSame(form.get("client_secret") ?? "", password))
        return undefined;
      return { token_type: "Bearer", expires_in: lifetimeSeconds, access_token: botToken };
    },
    isOfBot: (authorization = "") => isSame(authorization, `Bearer ${botToken}`),
  };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
