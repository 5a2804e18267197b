import { expect, onTestFinished, test } from "vitest";
import { makeFindPerson } from "../../../src/adapters/slack/find-person.ts";
import { makeSlackClient } from "../../../src/adapters/slack/slack-client.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { type StrictSlackOptions, startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { botToken, recordLog, signingSecret } from "./open-slack-door.ts";

const ada = { id: "U0ADA", name: "Ada Lovelace", email: "Ada.Lovelace@Example.com" };

async function open(users: StrictSlackOptions["users"] = [ada]) {
  let milliseconds = Date.now();
  const slack = await startStrictSlack({ users, channels: [], signingSecret, botToken });
  onTestFinished(() => slack.stop());
  const client = makeSlackClient({ secret: givenSecret({ botToken }), apiUrl: slack.url, log: recordLog() });
  return {
    slack,
    find: makeFindPerson({ client, now: () => new Date(milliseconds) }),
    pass: (seconds: number) => {
      milliseconds += seconds * 1000;
    },
    lookUps: () => slack.calls("users.info").length,
  };
}

test("a member is known by the e-mail address of the profile, in lower case", async () => {
  const { find } = await open();

  const found = await find(ada.id);

  expect(found).toEqual({ ok: true, value: { id: "ada.lovelace@example.com", name: "Ada Lovelace" } });
});

test.each([
  ["deactivated", { deleted: true }, "deactivated"],
  ["a bot", { is_bot: true }, "bots"],
  ["a guest", { is_restricted: true }, "guests"],
  ["a guest of one channel", { is_ultra_restricted: true }, "guests"],
  ["a stranger", { is_stranger: true }, "another workspace"],
  ["from another workspace, in a shared channel", { team_id: "T0PARTNER" }, "another workspace"],
  ["without a confirmed address", { email_confirmed: false }, "confirm your e-mail address"],
  ["with what is no address", { email: "Bot Account" }, "no e-mail address"],
])("somebody is refused who is %s", async (_what, traits, why) => {
  const { find } = await open([{ ...ada, ...traits }]);

  const found = await find(ada.id);

  expect(found).toEqual({ ok: false, error: { kind: "unknown-person", why: expect.stringContaining(why) } });
});

test("somebody without an address is refused", async () => {
  const { find } = await open([{ id: ada.id, name: ada.name }]);

  const found = await find(ada.id);

  expect(found).toMatchObject({ ok: false, error: { kind: "unknown-person" } });
});

test("an id that Slack does not know is refused", async () => {
  const { find } = await open();

  const found = await find("U0NOBODY");

  expect(found).toMatchObject({ ok: false, error: { kind: "unknown-person" } });
});

test("many at the same time ask Slack once, and a few minutes later it is asked again", async () => {
  const { find, pass, lookUps, slack } = await open();

  await Promise.all(Array.from({ length: 20 }, () => find(ada.id)));
  pass(170);
  await find(ada.id);
  const before = lookUps();
  pass(20);
  await find(ada.id);

  expect(before).toBe(1);
  expect(lookUps()).toBe(2);
  expect(slack.calls("auth.test")).toHaveLength(1);
});

test("who was refused is looked up anew each time", async () => {
  const { find, lookUps } = await open([{ ...ada, is_restricted: true }]);

  await find(ada.id);
  await find(ada.id);

  expect(lookUps()).toBe(2);
});

test("when Slack does not answer nobody is taken for anybody, and the next time it is asked again", async () => {
  const { find, slack } = await open();
  slack.fail({ method: "users.info", status: 503 });
  slack.fail({ method: "auth.test", error: "internal_error" });

  await expect(find(ada.id)).rejects.toThrow(GatewayError);
  const found = await find(ada.id);

  expect(found.ok).toBe(true);
});
