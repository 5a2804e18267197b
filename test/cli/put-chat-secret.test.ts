import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeSecretsManagerClient } from "../../src/aws/secrets-manager/secret-versions.ts";
import { putChatSecret } from "../../src/cli/secrets/put-chat-secret.ts";
import { parseGiven } from "../../src/cli/secrets/read-given.ts";
import { readConfig } from "../../src/config.ts";
import { startLocalSecretsManager } from "../../src/local/secrets/local-secrets-manager.ts";
import { startStrictSlack } from "../support/strict-slack/start-strict-slack.ts";

const access = { region: "eu-central-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
const right = { bot_token: "xoxb-right", signing_secret: "first-signing-secret" };

let folder: string;
let secrets: Awaited<ReturnType<typeof startLocalSecretsManager>>;
let slack: Awaited<ReturnType<typeof startStrictSlack>>;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-put-"));
  secrets = await startLocalSecretsManager({ file: join(folder, "secrets.json") });
  slack = await startStrictSlack({ users: [], channels: [], botToken: right.bot_token, signingSecret: "x" });
});
afterAll(async () => {
  await slack.stop();
  await secrets.stop();
  await rm(folder, { recursive: true });
});

/** A deployment of this test's own, whose secrets are there and empty. */
async function deploy() {
  made += 1;
  const client = makeSecretsManagerClient({ ...access, endpoint: secrets.url });
  onTestFinished(() => client.destroy());
  const [slackId, teamsId] = [`countersign/put-${made}/slack`, `countersign/put-${made}/teams`];
  for (const Name of [slackId, teamsId]) await client.send(new CreateSecretCommand({ Name }));
  const config = readConfig({
    STAGE: `put-${made}`,
    POLICY_FILE: "p",
    SLACK_SECRET_ID: slackId,
    SLACK_API_URL: slack.url,
    TEAMS_SECRET_ID: teamsId,
  });
  return {
    put: (surface: "slack" | "teams", given: object, unchecked = false) =>
      putChatSecret({
        surface,
        config,
        client,
        unchecked,
        readGiven: async (questions) => parseGiven(JSON.stringify(given), questions),
      }),
    stored: async (id = slackId): Promise<unknown> => {
      const found = await client.send(new GetSecretValueCommand({ SecretId: id })).catch(() => undefined);
      return found && JSON.parse(found.SecretString ?? "");
    },
    teamsId,
  };
}

describe("Slack's secret", () => {
  test("is stored once Slack takes its token, and what is left out stays as it is", async () => {
    const { put, stored } = await deploy();

    const first = await put("slack", right);
    const rotated = await put("slack", { signing_secret: "second-signing-secret" });
    const same = await put("slack", { signing_secret: "second-signing-secret" });

    expect([first.ok, rotated.ok]).toEqual([true, true]);
    expect(same).toEqual({ ok: true, value: "That is what is stored: nothing has changed." });
    expect(await stored()).toEqual({ ...right, signing_secret: "second-signing-secret" });
    expect(JSON.stringify([first, rotated])).not.toMatch(/xoxb-right|signing-secret/);
  });

  test.each([
    [
      "whose token Slack does not take",
      { ...right, bot_token: "xoxb-wrong" },
      3,
      /^Slack does not take .*: invalid_auth\. Nothing has been stored\.$/,
    ],
    ["whose token is a person's", { ...right, bot_token: "xoxp-1" }, 2, /^bot_token: begins with xoxb-$/],
    ["of which a part was never given", { bot_token: right.bot_token }, 2, /^signing_secret: /],
    [
      "with a name that is misspelt",
      { ...right, signing_secert: "x" },
      2,
      /^signing_secert: not a part of this secret/,
    ],
  ])("%s is not stored", async (_what, given, code, text) => {
    const { put, stored } = await deploy();

    const outcome = await put("slack", given);

    expect(outcome).toMatchObject({ ok: false, error: { code, text: expect.stringMatching(text) } });
    expect(await stored()).toBeUndefined();
  });

  test("is stored untried where that is asked for", async () => {
    const { put, stored } = await deploy();

    await put("slack", { ...right, bot_token: "xoxb-wrong" }, true);

    expect(await stored()).toMatchObject({ bot_token: "xoxb-wrong" });
  });
});

test("the secret of Teams is stored as it was given, and has one tenant for a bot of one", async () => {
  const { put, stored, teamsId } = await deploy();
  const acme = "11111111-2222-4333-8444-555555555555";
  const given = { app_id: "app", app_password: "password", tenant_ids: acme };

  const two = await put("teams", { ...given, tenant_ids: `${acme},${acme}` }, true);
  await put("teams", given, true);

  expect(two).toEqual({
    ok: false,
    error: { code: 2, text: "tenant_ids: a SingleTenant bot has one tenant" },
  });
  expect(await stored(teamsId)).toEqual(given);
});

test("what comes from a pipe has to be JSON, and is not repeated where it is none", () => {
  expect(parseGiven("xoxb-plain", { bot_token: { text: "", isHidden: true } })).toEqual({
    ok: false,
    error: 'Give JSON such as {"bot_token": "…"}.',
  });
});
