import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { callSlack } from "../../../src/adapters/slack/call-slack.ts";
import { makeSlackClient } from "../../../src/adapters/slack/slack-client.ts";
import type { SecretVersions } from "../../../src/app/ports/secret.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { keepSecret } from "../../../src/app/secrets/keep-secret.ts";
import type { SlackSecret } from "../../../src/app/secrets/slack-secret.ts";
import { startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { botToken, openSlackDoor, recordLog, signingSecret } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const right: SlackSecret = { botToken, signingSecret };
const old: SlackSecret = { botToken: "xoxb-old", signingSecret: "the-old-signing-secret" };
const alone = (current: SlackSecret) => ({ current, previous: undefined });

/** A secret that is stored somewhere, as a function keeps it, on a clock of its own. */
function keepStored(first: SecretVersions<SlackSecret> | undefined) {
  let stored = first;
  let reads = 0;
  let at = Date.now();
  const fetch = async () => {
    reads += 1;
    return stored;
  };
  const secret = keepSecret(fetch, { ageSeconds: 300, now: () => new Date(at), onFailure: () => {} });
  return {
    secret,
    reads: () => reads,
    /** Some seconds later. */
    rotate: (versions: SecretVersions<SlackSecret>) => {
      stored = versions;
      at += 11_000;
    },
  };
}

const help = new URLSearchParams({
  command: "/rds-request",
  text: "help",
  user_id: "U0DANA",
  team_id: "T0STRICT01",
  channel_id: "C0DBAPPROVE",
  trigger_id: "1.2.abc",
}).toString();

async function openDoor(first: SecretVersions<SlackSecret> | undefined) {
  const stored = keepStored(first);
  const door = await openSlackDoor(bench, { secret: stored.secret });
  const send = async (secret: string) => {
    const headers = {
      ...door.slack.sign(help, { secret }),
      "content-type": "application/x-www-form-urlencoded",
    };
    const { status } = await fetch(door.url, { method: "POST", headers, body: help });
    return status;
  };
  return { ...door, ...stored, send };
}

describe("what Slack sends", () => {
  test("is taken at once where a new secret has signed it, though the old one is still kept", async () => {
    const { send, rotate } = await openDoor(alone(old));
    const before = [await send(old.signingSecret), await send(right.signingSecret)];

    rotate({ current: right, previous: old });

    expect(before).toEqual([200, 401]);
    expect(await send(right.signingSecret)).toBe(200);
  });

  test("is taken by the secret before, too, as long as both count", async () => {
    const { send, rotate } = await openDoor({ current: right, previous: old });

    expect(await send(old.signingSecret)).toBe(200);
    rotate(alone(right));
    expect(await send("another")).toBe(401);
    expect(await send(old.signingSecret)).toBe(401);
    expect(await send(right.signingSecret)).toBe(200);
  });

  test("does not have the secret read for each forgery", async () => {
    const { send, rotate, reads } = await openDoor(alone(right));
    await send(right.signingSecret);
    rotate(alone(right));

    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`forged-${index}`)));

    expect(new Set(answers)).toEqual(new Set([401]));
    expect(reads()).toBe(2);
  });

  test("is not let in while the secret has no value", async () => {
    const { send, log } = await openDoor(undefined);

    expect(await send("anything")).toBe(503);
    expect(log.entries.map(({ message }) => message)).toEqual([
      "Slack's secret has no value, so nothing from Slack is let in",
    ]);
  });

  test("is signed with no empty secret", async () => {
    const { send, storeCalls } = await openDoor(alone({ ...right, signingSecret: "" }));

    expect(await send("anything")).toBe(500);
    expect(storeCalls).toEqual([]);
  });
});

describe("the bot's calls", () => {
  async function openClient(first: SecretVersions<SlackSecret> | undefined) {
    const slack = await startStrictSlack({ users: [], channels: [], botToken, signingSecret });
    onTestFinished(slack.stop);
    const stored = keepStored(first);
    const client = makeSlackClient({ secret: stored.secret, apiUrl: slack.url, log: recordLog() });
    return { ...stored, call: () => callSlack("auth.test", () => client.auth.test()) };
  }

  test("are made once more with the new token where the old one is refused", async () => {
    const { call, rotate } = await openClient(alone(old));
    const before = await call();

    rotate({ current: right, previous: old });

    expect(before).toMatchObject({ ok: false, error: { code: "invalid_auth" } });
    expect(await call()).toMatchObject({ ok: true });
  });

  test("are not made twice where there is no other token", async () => {
    const { call, rotate, reads } = await openClient(alone(old));
    await call();
    rotate(alone(old));

    expect(await call()).toMatchObject({ ok: false, error: { code: "invalid_auth" } });
    expect(reads()).toBe(2);
  });

  test("say that the secret has no value, and not that Slack is at fault", async () => {
    const { call } = await openClient(undefined);

    await expect(call()).rejects.toMatchObject({ cause: { message: "Slack's secret has no value yet" } });
  });

  test("take what was given as such", async () => {
    const slack = await startStrictSlack({ users: [], channels: [], botToken, signingSecret });
    onTestFinished(slack.stop);
    const client = makeSlackClient({ secret: givenSecret(right), apiUrl: slack.url, log: recordLog() });

    expect(await client.auth.test()).toMatchObject({ ok: true });
  });
});
