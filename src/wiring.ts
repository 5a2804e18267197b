import { readFileSync } from "node:fs";
import { makeCancelRequest } from "./app/cancel-request.ts";
import { makeDecideRequest, makeReviewRequest } from "./app/decide-request.ts";
import { readPolicy } from "./app/read-policy.ts";
import { requestsOfTenant } from "./app/requests-of-tenant.ts";
import { makeRevertRequest } from "./app/revert-request.ts";
import { makeSubmitRequest } from "./app/submit-request.ts";
import { makeDynamoDbAuditLog } from "./aws/dynamodb/audit-log.ts";
import { makeDynamoDbDeliveryStore } from "./aws/dynamodb/delivery-store.ts";
import { makeDocumentClient } from "./aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "./aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "./aws/dynamodb/request-store.ts";
import { tableNamesOf } from "./aws/dynamodb/tables.ts";
import { makeRdsClients } from "./aws/rds/rds-clients.ts";
import { makeRdsGateway } from "./aws/rds/rds-gateway.ts";
import { makeSnsClient, makeSnsEventPublisher } from "./aws/sns/event-publisher.ts";
import { makeSqsClient, makeSqsRunQueue } from "./aws/sqs/run-queue.ts";
import { makeAccountAccess } from "./aws/sts/account-access.ts";
import { makeAssumeRole, makeStsClient } from "./aws/sts/assume-role.ts";
import { type Config, required } from "./config.ts";
import { newRequestId } from "./new-request-id.ts";

export const systemClock = { now: () => new Date() };

export function wireStores({ stage }: Config) {
  const client = makeDocumentClient();
  const tables = tableNamesOf(stage);
  return {
    requests: makeDynamoDbRequestStore(client, tables),
    auditLog: makeDynamoDbAuditLog(client, tables),
    deliveries: makeDynamoDbDeliveryStore(client, tables),
    inventory: makeDynamoDbInventory(client, tables),
  };
}

/** What people can do, whichever door they come through, and the stores that the doors read lists from. */
export function wireUseCases(config: Config) {
  const { tenant } = config;
  const policy = wirePolicy(config);
  const stores = wireStores(config);
  const changer = { ...stores, ...systemClock, requests: requestsOfTenant(stores.requests, tenant) };
  const submitRequest = makeSubmitRequest({ ...changer, policy, tenant, newRequestId });
  return {
    ...changer,
    policy,
    tenant,
    submitRequest,
    reviewRequest: makeReviewRequest(changer),
    decideRequest: makeDecideRequest(changer),
    cancelRequest: makeCancelRequest(changer),
    revertRequest: makeRevertRequest({ ...changer, submitRequest, tenant }),
  };
}

/** Throws a `PolicyFileError` when the file is not a valid policy, so that nothing starts on half a policy. */
export function wirePolicy({ policyFile }: Config) {
  return readPolicy(readFileSync(policyFile, "utf8"), policyFile);
}

export function wireEventPublisher({ eventsTopicArn }: Config) {
  return makeSnsEventPublisher(makeSnsClient(), required(eventsTopicArn, "EVENTS_TOPIC_ARN"));
}

export function wireRunQueue({ runQueueUrl }: Config) {
  return makeSqsRunQueue(makeSqsClient(), required(runQueueUrl, "RUN_QUEUE_URL"));
}

/** RDS in every account of the policy, each change with the rights of a session of its own. */
export function wireRds(config: Config) {
  const { rds, functionName } = config;
  const access = makeAccountAccess(makeAssumeRole(makeStsClient()), {
    accounts: wirePolicy(config).accounts,
    ownOperatorRole: rds.operatorRoleArn,
    externalId: rds.externalId,
    sessionName: functionName,
  });
  return makeRdsGateway(makeRdsClients({}, undefined, access));
}
