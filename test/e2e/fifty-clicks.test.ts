import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { actionIds } from "../../src/adapters/slack/render-card.ts";
import { makeDynamoDbAuditLog } from "../../src/aws/dynamodb/audit-log.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { readLauncherConfig } from "../../src/config.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { approvedBy } from "../../src/core/who-decides.ts";
import { type Launched, launch } from "../../src/local/launch.ts";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { eventually } from "../support/eventually.ts";
import { type StrictSlack, startStrictSlack } from "../support/strict-slack/start-strict-slack.ts";

const { dana, priya, lena, olga } = acmePeople;
const channel = acmeChannels.production.id;
const outsiders = [olga, ...Array.from({ length: 6 }, (_, index) => outsider(index))];
const clickers = [dana, priya, lena, ...outsiders].map(({ id }) => id);

let slack: StrictSlack;
let launched: Launched;
let dataFolder: string;
const problems: unknown[] = [];

/** A message that a busy machine had to give back comes again after the leases of those that were at it. */
const patience = 120_000;

beforeAll(async () => {
  const signingSecret = "a-signing-secret";
  const botToken = "xoxb-a-token";
  const people = [...new Set([...Object.values(acmePeople), ...outsiders])];
  slack = await startStrictSlack({
    users: people.map(({ id, realName, email }) => ({ id, name: realName, email })),
    channels: Object.values(acmeChannels).map(({ id, name }) => ({ id, name })),
    signingSecret,
    botToken,
    // What is measured here is who counts, not how long a busy machine takes.
    ackLimitMs: 30_000,
  });
  dataFolder = await mkdtemp(join(tmpdir(), "countersign-clicks-"));
  Object.assign(process.env, {
    LOG_LEVEL: "silent",
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.url,
    RUN_POLL_SECONDS: "1",
  });
  const config = readLauncherConfig({ COUNTERSIGN_DATA: dataFolder, PORT: "0", SLACK_BOT_TOKEN: botToken });
  launched = await launch(config, process.env, {
    isFresh: false,
    report: (problem) => problems.push(problem),
  });
  slack.setRequestUrl(launched.botUrl);
}, 60_000);

afterAll(async () => {
  await launched?.stop();
  await slack?.stop();
  await rm(dataFolder, { recursive: true, force: true });
}, 30_000);

function outsider(index: number) {
  return { id: `U0OUT${index}`, realName: `Outsider ${index}`, email: `outsider-${index}@acme.example` };
}

const stateOf = (ts: string) => JSON.stringify(slack.message(channel, ts)?.blocks);

async function recordOf(idText: string) {
  const client = makeDocumentClient();
  const tables = tableNamesOf("local");
  const id = requestIdSchema.parse(idText);
  const request = await makeDynamoDbRequestStore(client, tables).find(id);
  const events = await makeDynamoDbAuditLog(client, tables).list(id);
  client.destroy();
  return { request, events };
}

async function changingRdsCalls(): Promise<readonly string[]> {
  const answer = await fetch(new URL("/_control/calls", process.env.AWS_ENDPOINT_URL_RDS));
  const calls = z.array(z.object({ action: z.string() })).parse(await answer.json());
  return calls.map(({ action }) => action).filter((action) => !action.startsWith("Describe"));
}

describe("fifty clicks of Approve at once", () => {
  test("by ten people, two of them approvers, count twice and run once", async () => {
    const text = "snapshot prod-orders-01 because everybody is watching";
    await slack.command({ user: dana.id, channel, text });
    const card = await eventually("the card", () => slack.messages(channel)[0]);
    const [id = ""] = /req-[0-9a-z]{10}/.exec(stateOf(card.ts) ?? "") ?? [];

    const clicks = clickers.flatMap((user) =>
      Array.from({ length: 5 }, () =>
        slack.click({ user, channel, ts: card.ts, actionId: actionIds.approve, value: id }),
      ),
    );
    const clicked = await Promise.all(clicks);
    const forms = slack.views();
    const sent = await Promise.all(
      forms.map(({ user, id: viewId }) => slack.submitView({ user, viewId, values: {} })),
    );

    await eventually("the run's end", () => stateOf(card.ts)?.includes("Done after"), patience);
    const { request, events } = await recordOf(id);
    expect(clicked.concat(sent).map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
    expect(forms.map(({ user }) => user).sort()).toEqual([...five(lena.id), ...five(priya.id)].sort());
    expect(
      slack.ephemerals().filter(({ text: said }) => /somebody else|Only members/.test(said)),
    ).toHaveLength(40);
    expect(request?.status).toBe("executed");
    expect(
      approvedBy(request ?? { decisions: [] })
        .map(({ id: by }) => by)
        .sort(),
    ).toEqual([lena.email, priya.email]);
    expect(events.filter(({ kind }) => kind === "approved")).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
    expect(findBrokenLink(events)).toBeUndefined();
    expect(await changingRdsCalls()).toEqual(["CreateDBSnapshot"]);
    expect(slack.failures()).toEqual([]);
    expect(problems).toEqual([]);
  }, 240_000);
});

function five<Value>(value: Value): readonly Value[] {
  return Array.from({ length: 5 }, () => value);
}
