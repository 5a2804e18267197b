import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startMailbox } from "../../src/local/parts/mailbox.ts";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { startLocalRds } from "../../src/local/rds/local-rds.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../support/embedded-aws.ts";
import { eventually } from "../support/eventually.ts";
import { startSocketSlack } from "../support/socket-slack.ts";
import { acmeSlack } from "../support/strict-slack/acme-slack.ts";
import { type StrictSlack, startStrictSlack } from "../support/strict-slack/start-strict-slack.ts";
import { openChat } from "./chat.ts";
import { makeDataFolder, runLauncher, startLauncher } from "./launcher.ts";

const credentials = { SLACK_BOT_TOKEN: "xoxb-mine", SLACK_SIGNING_SECRET: "mine" } as const;
const { dana } = acmePeople;
const channel = acmeChannels.production.id;

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let aws: EmbeddedAws;
let slack: StrictSlack;
let elsewhere: Readonly<Record<string, string>>;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  const rds = await startLocalRds();
  const mailbox = await startMailbox({ port: 0 });
  slack = await startStrictSlack({
    ...acmeSlack,
    signingSecret: credentials.SLACK_SIGNING_SECRET,
    botToken: credentials.SLACK_BOT_TOKEN,
    ackLimitMs: 30_000,
  });
  elsewhere = {
    PORT: "0",
    AWS_ENDPOINT_URL_DYNAMODB: aws.endpoints.dynamodb,
    AWS_ENDPOINT_URL_SNS: aws.endpoints.sns,
    AWS_ENDPOINT_URL_SQS: aws.endpoints.sqs,
    AWS_ENDPOINT_URL_RDS: rds.url,
    // Whatever it answers is unknown to a pre-flight; given, nobody asks the real one.
    AWS_ENDPOINT_URL_CLOUDWATCH: rds.url,
    AWS_ENDPOINT_URL_SES: mailbox.url,
    AWS_ENDPOINT_URL_S3: aws.endpoints.sqs,
  };
  return async () => {
    await mailbox.stop();
    await rds.stop();
  };
});

afterAll(async () => {
  await slack.stop();
  await aws.stop();
});

beforeEach(async () => {
  folder = await makeDataFolder();
  return folder.remove;
});

test("with a Slack and AWS services of one's own it talks to those and starts none itself", async () => {
  const launcher = await runLauncher({
    environment: {
      ...elsewhere,
      ...credentials,
      COUNTERSIGN_DATA: folder.data,
      SLACK_API_URL: slack.url,
    },
  });
  slack.setRequestUrl(launcher.address("Bot"));

  await slack.command({ user: dana.id, channel, text: "snapshot prod-orders-01 because it is due" });
  await eventually("the card", () =>
    slack.messages(channel).find(({ text }) => text.includes("prod-orders-01: ⏳ Waiting for approval")),
  );

  expect(await launcher.parts()).toEqual([]);
  const kept = (await readdir(folder.data)).filter((name) => !name.startsWith("lock"));
  expect(kept).toEqual([
    "api-keys",
    "decision-key.pem",
    "on-premises",
    "operator.env",
    "positions",
    "question-review.json",
    "secrets.json",
    "secrets.key",
  ]);
  expect(launcher.said()).not.toMatch(/^ {2}(Chat|Inbox) /m);
  expect(slack.failures()).toEqual([]);
});

test("over Socket Mode a command leads to a card, and no address is asked for", async () => {
  const tokens = { botToken: credentials.SLACK_BOT_TOKEN, appToken: "xapp-mine" };
  const url = await startSocketSlack(tokens);
  const chat = openChat(url);
  const launcher = await runLauncher({
    environment: {
      ...elsewhere,
      ...credentials,
      COUNTERSIGN_DATA: folder.data,
      SLACK_APP_TOKEN: tokens.appToken,
      SLACK_API_URL: `${url}/api/`,
    },
  });

  const answer = await chat.command(dana.id, "snapshot prod-payments-01 because it is due");
  const card = await chat.card(channel, "prod-payments-01");

  expect(answer).toContain("is waiting for approval: Create a snapshot of prod-payments-01.");
  expect(card.text).toContain("Waiting for approval · 0 of 2");
  expect(launcher.said()).toContain("connected over Socket Mode");
  expect(launcher.said()).not.toContain("/slack/events");
  launcher.signal("SIGINT");
  expect(await launcher.ended).toMatchObject({ code: 0, complaint: "" });
});

test("an app token that Slack does not take is told in a sentence", async () => {
  const { code, complaint } = await startLauncher({
    environment: {
      ...elsewhere,
      ...credentials,
      COUNTERSIGN_DATA: folder.data,
      SLACK_APP_TOKEN: "xapp-wrong",
      SLACK_API_URL: slack.url,
    },
  }).ended;

  expect(code).toBe(1);
  expect(complaint).toContain("Slack did not open a Socket Mode connection");
  expect(complaint).not.toMatch(/^\s+at /m);
});
