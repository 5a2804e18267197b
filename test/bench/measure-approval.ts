import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { makeSubmitRequest, type SubmitRequest } from "../../src/app/submit-request.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { acmeChannels } from "../../src/local/parts/workspace.ts";
import { newRequestId } from "../../src/new-request-id.ts";
import { systemClock, wirePrices } from "../../src/wiring.ts";
import { eventually } from "../support/eventually.ts";
import { at } from "../support/sample-instance.ts";
import { instanceId, readBenchPolicy, tenant } from "./acme.ts";
import { type ApplicationUnderTest, startApplicationUnderTest } from "./application.ts";
import { makeBareApproval } from "./bare-approval.ts";
import type { Comparison } from "./comparison.ts";
import { approvalForm, submitForm } from "./form.ts";
import { makeOurApproval } from "./our-approval.ts";
import { startProgram } from "./program.ts";
import { prepareRawDecision, readStored } from "./raw-decision.ts";
import { watchSlack } from "./slack-watch.ts";
import { timed } from "./timed.ts";

const rounds = 50;
const warmUp = 8;
/** Slower than this is everybody; faster, a round would wait for the rest of the one before. */
const betweenMs = 150;

const tables = tableNamesOf("local");

/** A request's way through the running application: its card, the click, the card again. Each step beside its floor. */
export async function measureApproval(folder: string): Promise<readonly Comparison[]> {
  const application = await startApplicationUnderTest(folder);
  try {
    return await measureOn(application);
  } finally {
    await application.stop();
  }
}

async function measureOn({ chatUrl, botUrl, dynamoDbUrl, secrets }: ApplicationUnderTest) {
  const { signingSecret, botToken } = secrets;
  const access = {
    endpoint: dynamoDbUrl,
    region: "eu-central-1",
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
  };
  const dynamodb = new DynamoDBClient(access);
  const watch = await watchSlack(chatUrl);
  const bolt = await startProgram(
    [process.execPath, "test/bench/serve-bare-bolt.ts"],
    { SLACK_SIGNING_SECRET: signingSecret },
    /listening on (\S+)/,
  );
  try {
    const ours = makeOurApproval({ submit: await openSubmit(access), watch, botUrl, signingSecret });
    const sample = await ours.ask();
    const decideRaw = await prepareRawDecision(
      dynamodb,
      await readStored(dynamodb, tables, sample.request.id),
    );
    const channel = acmeChannels.general.id;
    const bare = makeBareApproval({ decideRaw, watch, chatUrl, botToken, channel });
    const boltUrl = `${bolt.found[0]}/slack/events`;

    const taken = [];
    for (let round = 0; round < warmUp + rounds; round += 1) {
      await pause(betweenMs);
      const { request, card, postedMs } = await ours.ask();
      const barePost = await bare.post(card);
      await pause(betweenMs);
      const bareChangedMs = await bare.decideAndUpdate(barePost.message);
      const form = approvalForm(request);
      const bareAnsweredMs = await timed(() => submitForm(boltUrl, form, signingSecret));
      const approved = await ours.approve(request, card);
      taken.push({ ...approved, postedMs, barePostedMs: barePost.ms, bareChangedMs, bareAnsweredMs });
    }
    const measured = taken.slice(warmUp);
    return [
      {
        path: "Click on Approve to the changed card",
        ours: measured.map(({ changedMs }) => changedMs),
        floor: measured.map(({ bareChangedMs }) => bareChangedMs),
        barMs: 500,
      },
      {
        path: "Click on Approve to its own answer",
        ours: measured.map(({ answeredMs }) => answeredMs),
        floor: measured.map(({ bareAnsweredMs }) => bareAnsweredMs),
      },
      {
        path: "Commit of a request to its card",
        ours: measured.map(({ postedMs }) => postedMs),
        floor: measured.map(({ barePostedMs }) => barePostedMs),
      },
    ];
  } finally {
    watch.close();
    dynamodb.destroy();
    await bolt.stop();
  }
}

/** The use case on the application's tables, once the application has filled its inventory. */
async function openSubmit(access: Parameters<typeof makeDocumentClient>[0]): Promise<SubmitRequest> {
  const documents = makeDocumentClient(access);
  const inventory = makeDynamoDbInventory(documents, tables);
  await eventually(`${instanceId} in the inventory`, () => inventory.find(at(instanceId)));
  const requests = makeDynamoDbRequestStore(documents, tables);
  const policy = await readBenchPolicy();
  return makeSubmitRequest({
    ...systemClock,
    ...wirePrices(),
    requests,
    inventory,
    policy,
    tenant,
    newRequestId,
  });
}
