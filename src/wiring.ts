import prices from "../infra/prices.json" with { type: "json" };
import { makeCancelAction } from "./app/action/cancel-action.ts";
import { makeBeginDecision } from "./app/begin-decision.ts";
import { makeCancelRequest } from "./app/cancel-request.ts";
import { makeDecideRequest } from "./app/decide-request.ts";
import { makeDelegations } from "./app/delegation/delegate.ts";
import { withDelegations } from "./app/delegation/with-delegations.ts";
import { readPrices } from "./app/files/read-prices.ts";
import { makeOpenHome } from "./app/home/open-home.ts";
import { makeDecideByLink } from "./app/links/decide-by-link.ts";
import { makeOpenLink } from "./app/links/open-link.ts";
import { measureRefusals } from "./app/measure/measure-refusals.ts";
import type { ArchiveObjects } from "./app/ports/archive-objects.ts";
import { makeAskPreflight } from "./app/preflight/ask-preflight.ts";
import { requestsOfTenant } from "./app/requests-of-tenant.ts";
import { makeReviewEmergency } from "./app/review-emergency.ts";
import { makeRevertRequest } from "./app/submit/revert-request.ts";
import { makeSubmitRequest } from "./app/submit/submit-request.ts";
import { makeDynamoDbActionClaims } from "./aws/dynamodb/action-claims.ts";
import { makeDynamoDbAlarmHistory } from "./aws/dynamodb/alarm-history.ts";
import { makeDynamoDbAuditLog } from "./aws/dynamodb/audit-log.ts";
import { makeDynamoDbAuditTrail } from "./aws/dynamodb/audit-trail.ts";
import { makeDynamoDbConversationStore } from "./aws/dynamodb/conversation-store.ts";
import { makeDynamoDbDelegationStore } from "./aws/dynamodb/delegation-store.ts";
import { makeDynamoDbAlarmDeliveryStore, makeDynamoDbDeliveryStore } from "./aws/dynamodb/delivery-store.ts";
import { makeDynamoDbInventory } from "./aws/dynamodb/inventory.ts";
import { makeDynamoDbMailBlocks } from "./aws/dynamodb/mail-blocks.ts";
import { makeDynamoDbPollerSightings } from "./aws/dynamodb/poller-sightings.ts";
import { makeDynamoDbRequestStore } from "./aws/dynamodb/request-store.ts";
import { tableNamesOf } from "./aws/dynamodb/tables.ts";
import { makeDynamoDbTokenStore } from "./aws/dynamodb/token-store.ts";
import { makeDynamoDbTurnStore } from "./aws/dynamodb/turn-store.ts";
import { makeSesClient, makeSesMailTransport } from "./aws/ses/mail-transport.ts";
import { makeSnsClient, makeSnsEventPublisher } from "./aws/sns/event-publisher.ts";
import { makeSqsClient, makeSqsRunQueue } from "./aws/sqs/run-queue.ts";
import { newRequestId } from "./chance/new-request-id.ts";
import { type Config, required } from "./config.ts";
import { makeMeter } from "./metrics.ts";
import { documentClientOf } from "./wiring/document-client-of.ts";
import { readPolicyFile } from "./wiring/policy-file.ts";
import { wireAnalyticsLink } from "./wiring/wire-analytics-link.ts";
import { wireArchiveReader } from "./wiring/wire-archive-reader.ts";

export const systemClock = { now: () => new Date() };

interface StoreOptions {
  readonly archive?: Pick<ArchiveObjects, "read"> | undefined;
  /** Somebody waits for what is read, and it is open as a rule. */
  readonly isDoor?: boolean;
}

export function wireStores(config: Config, { archive, isDoor = false }: StoreOptions = {}) {
  const { stage, tenant } = config;
  const client = documentClientOf(config);
  const tables = tableNamesOf(stage);
  const delegations = makeDynamoDbDelegationStore(client, tables);
  return {
    delegations,
    requests: withDelegations(makeDynamoDbRequestStore(client, tables, { archive }), {
      delegations,
      ...systemClock,
      ...(isDoor && { usualTenant: tenant }),
    }),
    auditLog: makeDynamoDbAuditLog(client, tables),
    deliveries: makeDynamoDbDeliveryStore(client, tables),
    inventory: makeDynamoDbInventory(client, tables),
    turns: makeDynamoDbTurnStore(client, tables),
    tokens: makeDynamoDbTokenStore(client, tables),
  };
}

/** What notifiers show: another tenant's requests are for the API alone, as the channels and mailboxes are this one's. */
export function wireShownStores(config: Config) {
  const stores = wireStores(config);
  return { ...stores, requests: requestsOfTenant(stores.requests, config.tenant) };
}

/** What people can do, whichever door they come through, and the stores that the doors read lists from. */
export function wireUseCases(config: Config) {
  const { tenant } = config;
  const policy = wirePolicy(config);
  const stores = wireStores(config, { archive: wireArchiveReader(config), isDoor: true });
  const changer = { ...stores, ...systemClock, requests: requestsOfTenant(stores.requests, tenant) };
  const pricing = wirePrices();
  const submitRequest = measureRefusals(
    makeSubmitRequest({ ...changer, ...pricing, policy, tenant, newRequestId }),
    { policy, meter: makeMeter(config) },
  );
  const delegations = makeDelegations({ ...changer, policy, tenant });
  return {
    ...changer,
    ...pricing,
    policy,
    tenant,
    submitRequest,
    beginDecision: makeBeginDecision(changer),
    decideRequest: makeDecideRequest({ ...changer, policy }),
    cancelRequest: makeCancelAction({
      ...changer,
      ...wireActionStores(config),
      cancelRequest: makeCancelRequest(changer),
    }),
    revertRequest: makeRevertRequest({ ...changer, submitRequest, tenant }),
    askPreflight: makeAskPreflight(changer),
    reviewEmergency: makeReviewEmergency(changer),
    delegations,
    openHome: makeOpenHome({ ...changer, delegations, policy, tenant }),
    issueAnalyticsLink: wireAnalyticsLink(config, { ...systemClock, policy }),
  };
}

/** What somebody can do who has a link from a mail. */
export function wireLinks(config: Config) {
  const stores = wireStores(config, { isDoor: true });
  const changer = { ...systemClock, requests: requestsOfTenant(stores.requests, config.tenant) };
  const links = { ...changer, tokens: stores.tokens };
  const policy = wirePolicy(config);
  return {
    ...systemClock,
    openLink: makeOpenLink(links),
    decideByLink: makeDecideByLink({
      ...links,
      beginDecision: makeBeginDecision(changer),
      decideRequest: makeDecideRequest({ ...changer, policy, inventory: stores.inventory }),
      windows: policy.windows,
    }),
    windows: policy.windows,
  };
}

/** Throws a `PolicyFileError` when the file is not a valid policy, so that nothing starts on half a policy. */
export function wirePolicy({ policyFile }: Config) {
  return readPolicyFile(policyFile);
}

/** The price file is bundled, so that no function can miss it. Throws a `PriceFileError` when it is not a valid price table. */
export function wirePrices() {
  return { prices: readPrices(prices, "infra/prices.json") };
}

/** The record as it is stored, for whoever checks or seals it. */
export function wireAuditTrail(config: Config) {
  return makeDynamoDbAuditTrail(
    documentClientOf(config),
    tableNamesOf(config.stage),
    wireArchiveReader(config),
  );
}

export function wireEventPublisher({ eventsTopicArn }: Config) {
  return makeSnsEventPublisher(makeSnsClient(), required(eventsTopicArn, "EVENTS_TOPIC_ARN"));
}

export function wireRunQueue({ runQueueUrl }: Config) {
  return makeSqsRunQueue(makeSqsClient(), required(runQueueUrl, "RUN_QUEUE_URL"));
}

export function wireMailTransport({ email }: Config) {
  const from = required(email.from, "EMAIL_FROM");
  return makeSesMailTransport(makeSesClient(), { from, configurationSet: email.configurationSet });
}

/** What is known of alarms, and where they are shown. */
export function wireAlarms(config: Config) {
  const client = documentClientOf(config);
  const tables = tableNamesOf(config.stage);
  return {
    history: makeDynamoDbAlarmHistory(client, tables),
    deliveries: makeDynamoDbAlarmDeliveryStore(client, tables),
  };
}

/** Where Teams can be written to. */
export function wireConversations(config: Config) {
  const client = documentClientOf(config);
  return { conversations: makeDynamoDbConversationStore(client, tableNamesOf(config.stage)) };
}

export function wireMailBlocks(config: Config) {
  return makeDynamoDbMailBlocks(documentClientOf(config), tableNamesOf(config.stage));
}

/** What pollers claim, and when one was last heard of. */
export function wireActionStores(config: Config) {
  const { stage, tenant } = config;
  const client = documentClientOf(config);
  const tables = tableNamesOf(stage);
  return {
    claims: makeDynamoDbActionClaims(client, tables),
    sightings: makeDynamoDbPollerSightings(client, tables, tenant),
  };
}
