import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { serveLocally } from "../../../src/local/parts/serve-locally.ts";

export const appId = "11111111-2222-4333-8444-555555555555";

export type TeamsKeys = Awaited<ReturnType<typeof startTeamsKeys>>;

/** The key that Teams signs activities with, told over HTTP as botbuilder asks for it. One token serves as long as the clocks go. */
export async function startTeamsKeys() {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const kid = "model-key";
  const jwk = { ...(await exportJWK(publicKey)), kid, x5t: kid, use: "sig", endorsements: ["msteams"] };
  const served = await serveLocally(async ({ url = "" }, response) => {
    const keys = { keys: [jwk] };
    const document = { issuer: "https://api.botframework.com", jwks_uri: `${served.url}/keys` };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(url === "/keys" ? keys : document));
  }, 0);
  return {
    openIdUrl: `${served.url}/openid`,
    /** The header of what the connector at this address sends. */
    authorizationOf: async (serviceurl: string) => {
      const token = await new SignJWT({
        iss: "https://api.botframework.com",
        aud: appId,
        serviceurl,
        nbf: Date.UTC(2020) / 1000,
        exp: Date.UTC(2100) / 1000,
      })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, x5t: kid })
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    stop: served.stop,
  };
}
