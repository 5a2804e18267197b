import { makeBotFrameworkGate } from "../../../src/adapters/teams/bot-framework-gate.ts";
import type { DelegationStore } from "../../../src/app/ports/delegation-store.ts";
import { makeCloudWatchClients, makeCloudWatchMetrics } from "../../../src/aws/cloudwatch/metrics.ts";
import { makeDynamoDbActionClaims } from "../../../src/aws/dynamodb/action-claims.ts";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbConversationStore } from "../../../src/aws/dynamodb/conversation-store.ts";
import { makeDynamoDbDelegationStore } from "../../../src/aws/dynamodb/delegation-store.ts";
import { makeDynamoDbDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { makeDynamoDbInventory } from "../../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbMailBlocks } from "../../../src/aws/dynamodb/mail-blocks.ts";
import { makeDynamoDbPausedTasks } from "../../../src/aws/dynamodb/paused-tasks.ts";
import { makeDynamoDbPollerSightings } from "../../../src/aws/dynamodb/poller-sightings.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import type { TableNames } from "../../../src/aws/dynamodb/tables.ts";
import { makeDynamoDbTokenStore } from "../../../src/aws/dynamodb/token-store.ts";
import { makeDynamoDbTurnStore } from "../../../src/aws/dynamodb/turn-store.ts";
import { makeDynamoDbWebhookDeliveryStore } from "../../../src/aws/dynamodb/webhook-delivery-store.ts";
import { makeDynamoDbWebhookStore } from "../../../src/aws/dynamodb/webhook-store.ts";
import { makeRdsClients } from "../../../src/aws/rds/rds-clients.ts";
import { makeRdsDetails } from "../../../src/aws/rds/rds-details.ts";
import { makeRdsGateway } from "../../../src/aws/rds/rds-gateway.ts";
import { makeSqsClient } from "../../../src/aws/sqs/run-queue.ts";
import {
  makeStepFunctionsClient,
  makeStepFunctionsWaitingWorkflow,
} from "../../../src/aws/step-functions/waiting-workflow.ts";
import { emptyRegister } from "../../../src/core/delegation/register.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { acmeTenantId } from "../../support/strict-teams/acme-teams.ts";
import { makeMachine, type WireCall } from "../wire/machine.ts";
import { type Carried, lean, operationOf, sdkLine, textOfBody } from "../wire/sdk-line.ts";
import type { Turnstile } from "../wire/turnstile.ts";
import { answerAsCloudWatch } from "./cloudwatch.ts";
import type { Databases } from "./databases.ts";
import type { DocumentsOfLane } from "./documents.ts";
import { tenant } from "./model-policy.ts";
import type { Premises } from "./premises.ts";
import type { Queues } from "./queues.ts";
import { answerAsSqs } from "./sqs.ts";
import { appId, type TeamsKeys } from "./teams-keys.ts";
import type { Workflows } from "./workflows.ts";

/** What a machine finds in the world that is played on it now. */
interface Surroundings {
  readonly now: () => Date;
  readonly turnstile: Turnstile;
  readonly databases: Databases;
  readonly queues: Queues;
  readonly premises: Premises;
  readonly workflows: Workflows;
  readonly noteCall: (call: WireCall) => void;
  readonly hasAnybodyDelegated: () => boolean;
}

export type Lodging = ReturnType<typeof makeLodging>;

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** One machine with the clients and stores that a process on it finds. They outlast the worlds, as they cost more to make. */
export function makeLodging(
  host: string,
  {
    documentsOf,
    tables,
    keys,
    newRequestId,
  }: {
    readonly documentsOf: DocumentsOfLane;
    readonly tables: TableNames;
    readonly keys: TeamsKeys;
    readonly newRequestId: () => RequestId;
  },
  around: () => Surroundings,
) {
  const now = () => around().now();
  const machine = makeMachine(
    () => around().turnstile,
    (call) => around().noteCall(call),
  );
  const documents = documentsOf.on(machine);
  const delegations = makeDynamoDbDelegationStore(documents, tables);
  const task = { requestId: "" };
  const rdsLine = sdkLine(
    machine,
    (request) => ({
      service: "rds",
      operation: new URLSearchParams(textOfBody(request)).get("Action") ?? "",
    }),
    async (request) => around().databases.answer(textOfBody(request), task.requestId),
  );
  const rdsClients = makeRdsClients({ ...rdsLine, endpoint: "http://rds.model" });
  const jsonLine = (service: WireCall["service"], answer: (operation: string, body: string) => Carried) =>
    sdkLine(
      machine,
      (request) => ({ service, operation: operationOf(request) }),
      async (request) => answer(operationOf(request), textOfBody(request)),
    );
  return {
    host,
    machine,
    /** The request whose message is worked on. */
    task,
    stores: {
      requests: makeDynamoDbRequestStore(documents, tables),
      auditLog: makeDynamoDbAuditLog(documents, tables),
      delegations: {
        ...delegations,
        // As long as nobody has been away, that is known without a read for every open request.
        find: async (tenant) =>
          around().hasAnybodyDelegated() ? delegations.find(tenant) : emptyRegister(tenant),
      } satisfies DelegationStore,
      deliveries: makeDynamoDbDeliveryStore(documents, tables, now),
      inventory: makeDynamoDbInventory(documents, tables, now),
      turns: makeDynamoDbTurnStore(documents, tables),
      tokens: makeDynamoDbTokenStore(documents, tables),
      mailBlocks: makeDynamoDbMailBlocks(documents, tables),
      conversations: makeDynamoDbConversationStore(documents, tables),
      claims: makeDynamoDbActionClaims(documents, tables),
      sightings: makeDynamoDbPollerSightings(documents, tables, tenant),
      pausedTasks: makeDynamoDbPausedTasks(documents, tables, now),
      webhooks: makeDynamoDbWebhookStore(documents, tables),
      webhookDeliveries: makeDynamoDbWebhookDeliveryStore(documents, tables),
    },
    newRequestId,
    rds: makeRdsGateway(rdsClients, now),
    rdsDetails: makeRdsDetails(rdsClients),
    metrics: makeCloudWatchMetrics(
      makeCloudWatchClients(jsonLine("cloudwatch", (_, body) => answerAsCloudWatch(body))),
    ),
    sqs: lean(
      makeSqsClient(
        jsonLine("sqs", (operation, body) => {
          const { queues, premises } = around();
          return answerAsSqs({ queues, decisions: premises.decisions }, operation, body);
        }),
      ),
    ),
    workflow: makeStepFunctionsWaitingWorkflow(
      lean(
        makeStepFunctionsClient(
          jsonLine("states", (operation, body) => around().workflows.answer(operation, body)),
        ),
      ),
    ),
    gate: makeBotFrameworkGate({
      appId,
      tenantIds: [acmeTenantId],
      openIdUrl: keys.openIdUrl,
      now,
      log: silent,
    }),
  };
}
