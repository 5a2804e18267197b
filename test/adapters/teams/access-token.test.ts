import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { makeAccessToken } from "../../../src/adapters/teams/access-token.ts";
import { NotDoneError } from "../../../src/app/gateway-error.ts";
import { keepSecret } from "../../../src/app/secrets/keep-secret.ts";
import { serveLocally } from "../../../src/local/parts/serve-locally.ts";

/** A login that takes one password, and a secret that can be given another while the bot runs. */
async function open(stored: string, { status = 401 } = {}) {
  const asked: string[] = [];
  const login = await serveLocally(async (request, response) => {
    const given = new URLSearchParams(await text(request)).get("client_secret") ?? "";
    asked.push(given);
    const isRight = given === "right";
    response.writeHead(isRight ? 200 : status, { "content-type": "application/json" });
    response.end(JSON.stringify(isRight ? { access_token: "token", expires_in: 3600 } : { error: given }));
  }, 0);
  onTestFinished(login.stop);
  let at = Date.now();
  let password = stored;
  const now = () => new Date(at);
  const secret = keepSecret(
    async () => ({
      current: { credentials: { appId: "app", password, tenant: "acme", loginUrl: login.url } },
      previous: undefined,
    }),
    { ageSeconds: 300, now, onFailure: () => {} },
  );
  return {
    accessToken: makeAccessToken(secret, now),
    asked,
    /** Some seconds later. */
    rotate: (next: string) => {
      password = next;
      at += 11_000;
    },
  };
}

test("a password that the login refuses is read anew, and asked with once more", async () => {
  const { accessToken, asked, rotate } = await open("old");
  await expect(accessToken()).rejects.toThrow(NotDoneError);

  rotate("right");

  expect(await accessToken()).toBe("token");
  expect(asked).toEqual(["old", "old", "right"]);
});

test("where there is no other one the login is asked once, and its words are not repeated", async () => {
  const { accessToken, asked, rotate } = await open("old-password");
  rotate("old-password");

  const error = await accessToken().catch((thrown: unknown) => thrown);

  expect(String(error)).toBe("NotDoneError: Microsoft's login refused the bot: 401");
  expect(asked).toEqual(["old-password"]);
});

test("a login that fails itself does not have the secret read anew", async () => {
  const { accessToken, asked, rotate } = await open("old", { status: 503 });
  await expect(accessToken()).rejects.toThrow("503");

  rotate("right");

  // Still the one that is kept: its age is what ends it.
  await expect(accessToken()).rejects.toThrow("503");
  expect(asked).toEqual(["old", "old"]);
});
