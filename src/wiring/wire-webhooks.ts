import { requestsOfTenant } from "../app/requests-of-tenant.ts";
import { makeManageWebhooks } from "../app/webhook/manage-webhooks.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { makeDynamoDbWebhookDeliveryStore } from "../aws/dynamodb/webhook-delivery-store.ts";
import { makeDynamoDbWebhookStore } from "../aws/dynamodb/webhook-store.ts";
import { makeSqsClient } from "../aws/sqs/run-queue.ts";
import { makeSqsWebhookAttempts } from "../aws/sqs/webhook-attempts.ts";
import { newWebhookId } from "../chance/new-webhook-id.ts";
import { newWebhookSecret } from "../chance/new-webhook-secret.ts";
import { type Config, required } from "../config.ts";
import { systemClock, wireStores } from "../wiring.ts";
import { documentClientOf } from "./document-client-of.ts";
import { wireSecretBox } from "./wire-keys.ts";

/** The webhooks of tenants, what they are owed, and the queue of attempts. */
export function wireWebhooks(config: Config) {
  const { attemptsQueueUrl, deadLettersUrl } = config.webhooks;
  const client = documentClientOf(config);
  const tables = tableNamesOf(config.stage);
  return {
    webhooks: makeDynamoDbWebhookStore(client, tables),
    deliveries: makeDynamoDbWebhookDeliveryStore(client, tables),
    attempts: makeSqsWebhookAttempts(makeSqsClient(), {
      queueUrl: required(attemptsQueueUrl, "WEBHOOK_ATTEMPTS_QUEUE_URL"),
      deadLettersUrl: () => required(deadLettersUrl, "WEBHOOK_DEAD_LETTERS_URL"),
    }),
  };
}

/** What operators do with a tenant's webhooks, at the API and at the command line. */
export function wireWebhookManagement(config: Config) {
  const { tenant, webhooks } = config;
  const stores = wireStores(config);
  return makeManageWebhooks({
    ...stores,
    ...wireWebhooks(config),
    ...systemClock,
    requests: requestsOfTenant(stores.requests, tenant),
    secrets: wireSecretBox(config),
    tenant,
    newWebhookId,
    newSecret: newWebhookSecret,
    urlRules: { allowsLoopback: webhooks.allowsLoopback },
  });
}
