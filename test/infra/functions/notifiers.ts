import { readFile } from "node:fs/promises";
import { PublishCommand } from "@aws-sdk/client-sns";
import { Webhook } from "standardwebhooks";
import { expect } from "vitest";
import { personIdSchema } from "../../../src/core/person.ts";
import { acmeChannels } from "../../../src/local/parts/workspace.ts";
import { acmeTenant } from "../../../src/local/teams/acme-tenant.ts";
import { wireWebhookManagement } from "../../../src/wiring/wire-webhooks.ts";
import { wireMailBlocks } from "../../../src/wiring.ts";
import { accepted } from "../../support/desk.ts";
import { openInbox, tokensIn } from "../../support/inbox.ts";
import { startReceiver } from "../../support/webhook-receiver.ts";
import { dana, priya } from "../../support/workbench.ts";
import { addToTeam } from "./doors.ts";
import { nothingFailed, type Story } from "./story.ts";
import { publicUrl } from "./world.ts";

/** A new request becomes a card in Slack. */
export const notifySlack: Story = async ({ world, invoke }) => {
  const request = await world.ask();

  const answer = await invoke(await world.tell(request, "created", "NotifySlackQueue"));

  const [channel = ""] = request.slackChannels;
  expect(answer).toEqual(nothingFailed);
  expect(JSON.stringify(world.slack.messages(channel).at(-1))).toContain(request.id);
  expect(world.slack.failures()).toEqual([]);
};

/** A new request becomes a card in Teams. */
export const notifyTeams: Story = async ({ world, invoke, urlOf }) => {
  await addToTeam(world, await urlOf("teams"));
  const request = await world.ask();

  const answer = await invoke(await world.tell(request, "created", "NotifyTeamsQueue"));

  expect(answer).toEqual(nothingFailed);
  expect(JSON.stringify(world.teams.messages(acmeTenant.channel.id).at(-1))).toContain(request.id);
  expect(world.teams.failures()).toEqual([]);
};

/** A production database's request becomes mails to its approvers, with links that lead to the deployment. */
export const notifyEmail: Story = async ({ world, invoke }) => {
  const request = await world.ask("prod-orders-01");

  const answer = await invoke(await world.tell(request, "created", "NotifyEmailQueue"));

  const mail = await openInbox(world.inboxUrl).mailTo(priya.id, "");
  const tokens = await world.useCases.tokens.list(request.id);
  expect(answer).toEqual(nothingFailed);
  expect(mail.body.text).toContain(`${publicUrl}/approval?action=approve&requestId=${request.id}`);
  expect(tokensIn([mail])).toHaveLength(1);
  expect(tokens.map(({ recipient }) => recipient)).toContain(priya.id);
};

/** A bounce, as SES tells of it, blocks the address. */
export const emailFeedback: Story = async ({ world, invoke }) => {
  const bounce = await readFile("test/fixtures/ses/bounce.json", "utf8");
  const topic = world.resolve({ Ref: "EmailFeedbackTopic" });
  await world.clients.sns.send(new PublishCommand({ TopicArn: topic, Message: bounce }));

  const answer = await invoke(await world.receive("EmailFeedbackQueue", (body) => body.includes("Bounce")));

  const address = personIdSchema.parse(JSON.parse(bounce).bounce.bouncedRecipients[0].emailAddress);
  expect(answer).toEqual(nothingFailed);
  expect(await wireMailBlocks(world.config).find(address)).toMatchObject({ address });
};

/** A new request is owed to a webhook, and then sent, signed with the webhook's secret. */
export const notifyWebhooks: Story = async ({ world, invoke }) => {
  const receiver = await startReceiver(undefined);
  const { secret } = accepted(
    await wireWebhookManagement(world.config).create({
      for: { url: `http://127.0.0.1:${receiver.port}/hook` },
      events: [],
      hosts: [],
      by: dana.id,
    }),
  );
  const request = await world.ask();

  const owed = await invoke(await world.tell(request, "created", "NotifyWebhooksQueue"));
  const sent = await invoke(await world.receive("WebhookAttemptsQueue", (body) => body.includes(request.id)));

  const [call, ...others] = receiver.received;
  expect([owed, sent, others]).toEqual([nothingFailed, nothingFailed, []]);
  const payload = new Webhook(secret).verify(call?.body ?? "", { ...call?.headers });
  expect(JSON.stringify(payload)).toContain(request.id);
};

/** An alarm that rings, as CloudWatch tells its topic, is told in the channel that the policy names. */
export const notifyOperations: Story = async ({ world, invoke }) => {
  const alarm = await readFile("test/fixtures/cloudwatch/alarm.json", "utf8");
  const topic = world.resolve({ Ref: "AlarmsTopic" });
  await world.clients.sns.send(new PublishCommand({ TopicArn: topic, Message: alarm }));

  const answer = await invoke(
    await world.receive("NotifyOperationsQueue", (body) => body.includes("AlarmName")),
  );

  expect(answer).toEqual(nothingFailed);
  expect(JSON.stringify(world.slack.messages(acmeChannels.operations.id))).toContain(
    JSON.parse(alarm).AlarmName,
  );
};
