import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { BatchWriteCommand, type BatchWriteCommandInput, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { readPolicy } from "../../src/app/files/read-policy.ts";
import { makeRefreshInventory } from "../../src/app/inventory/refresh-inventory.ts";
import type { InventoryInstance } from "../../src/app/ports/inventory.ts";
import { makeRequestArchive } from "../../src/aws/dynamodb/archived-request.ts";
import { makeDynamoDbAuditLog } from "../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbDelegationStore } from "../../src/aws/dynamodb/delegation-store.ts";
import { makeDynamoDbDeliveryStore } from "../../src/aws/dynamodb/delivery-store.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbMailBlocks } from "../../src/aws/dynamodb/mail-blocks.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { makeDynamoDbTokenStore } from "../../src/aws/dynamodb/token-store.ts";
import { makeDynamoDbTurnStore } from "../../src/aws/dynamodb/turn-store.ts";
import { makeDynamoDbWebhookDeliveryStore } from "../../src/aws/dynamodb/webhook-delivery-store.ts";
import { makeDynamoDbWebhookStore } from "../../src/aws/dynamodb/webhook-store.ts";
import { makeKmsSecretBox } from "../../src/aws/kms/secret-box.ts";
import { makeKmsClient } from "../../src/aws/kms/signer.ts";
import { makeS3ArchiveObjects } from "../../src/aws/s3/archive-objects.ts";
import { type Person, personIdSchema } from "../../src/core/person.ts";
import { turnKeyOf } from "../../src/core/turn.ts";
import { startLocalKms } from "../../src/local/kms/local-kms.ts";
import { acmePeople } from "../../src/local/parts/workspace.ts";
import { type EmbeddedAws, startEmbeddedAws } from "./embedded-aws.ts";
import { provisionAll } from "./provision-all.ts";
import { startRdsDesk } from "./rds-desk.ts";
import { samplePrices } from "./sample-prices.ts";

export const tenant = "acme";

type Writing = NonNullable<BatchWriteCommandInput["RequestItems"]>[string][number];

/** DynamoDB takes no more in one BatchWriteItem. */
const mostWrites = 25;

const policy = readPolicy(await readFile("infra/policy.yaml", "utf8"), "infra/policy.yaml");

/** Looked at once in a process: it is the same for every test. */
let seen: Promise<readonly InventoryInstance[]> | undefined;

/** The sample instances as a refresh sees them, so that what is asked for is what a run finds. */
async function readSamples(access: EmbeddedAws["access"]): Promise<readonly InventoryInstance[]> {
  const samples: InventoryInstance[] = [];
  const rds = await startRdsDesk(access);
  await makeRefreshInventory({
    rds: rds.gateway,
    inventory: { save: async (one) => void samples.push(one) },
    policy,
    tenant,
    now: () => new Date(),
    onFailure: () => {},
  })();
  await rds.stop();
  return samples;
}

export type Workbench = Awaited<ReturnType<typeof startWorkbench>>;

/** The real stores on an embedded DynamoDB with the tables of `infra/`, the sample instances in the inventory; for one test file. */
export async function startWorkbench() {
  const aws = await startEmbeddedAws();
  const provisioned = await provisionAll(aws.clients);
  const documents = makeDocumentClient({
    ...aws.access,
    endpoint: aws.endpoints.dynamodb,
    // One SQLite file behind fifty writers on a busy machine is slower than DynamoDB.
    requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  });
  const tables = tableNamesOf("test");
  const objects = makeS3ArchiveObjects(aws.clients.s3, provisioned.resolve({ Ref: "ArchiveBucket" }));
  const stores = {
    requests: makeDynamoDbRequestStore(documents, tables, { archive: objects }),
    archive: makeRequestArchive(documents, tables, objects),
    auditLog: makeDynamoDbAuditLog(documents, tables),
    delegations: makeDynamoDbDelegationStore(documents, tables),
    deliveries: makeDynamoDbDeliveryStore(documents, tables),
    inventory: makeDynamoDbInventory(documents, tables),
    turns: makeDynamoDbTurnStore(documents, tables),
    tokens: makeDynamoDbTokenStore(documents, tables),
    mailBlocks: makeDynamoDbMailBlocks(documents, tables),
    webhooks: makeDynamoDbWebhookStore(documents, tables),
    webhookDeliveries: makeDynamoDbWebhookDeliveryStore(documents, tables),
  };
  const kms = await startLocalKms({ keyFile: join(aws.folder, "key.pem") });
  const kmsClient = makeKmsClient({ ...aws.access, endpoint: kms.url });
  seen ??= readSamples(aws.access);
  const samples = await seen;
  await Promise.all(samples.map((instance) => stores.inventory.save(instance)));
  const { Items: untouched = [] } = await documents.send(new ScanCommand({ TableName: tables.inventory }));

  async function resetInventory(): Promise<void> {
    await write(
      tables.inventory,
      untouched.map((Item) => ({ PutRequest: { Item } })),
    );
  }

  async function forgetTurns(): Promise<void> {
    const keys = samples.flatMap((sample) =>
      [undefined, sample.clusterId].map((id) => `turn#${turnKeyOf(sample, id)}`),
    );
    const forget = (request_id: string) => ({ DeleteRequest: { Key: { request_id } } });
    await write(tables.requests, [...new Set(keys)].map(forget));
  }

  /** In as few calls as may be: each story begins with it, and there are thousands. */
  async function write(table: string, writes: readonly Writing[]): Promise<void> {
    for (let done = 0; done < writes.length; done += mostWrites) {
      const RequestItems = { [table]: writes.slice(done, done + mostWrites) };
      await documents.send(new BatchWriteCommand({ RequestItems }));
    }
  }

  return {
    ...stores,
    policy,
    secrets: makeKmsSecretBox(kmsClient, "SecretsKey"),
    /** Nobody has the turn anywhere: what an earlier test left running is none of the next one's. */
    forgetTurns,
    prices: samplePrices,
    /** The sample instances again as they were, whatever runs have made of them. */
    resetInventory,
    aws,
    /** The name, address or ARN of what `infra/` defines. */
    resolve: provisioned.resolve,
    access: aws.access,
    documents,
    tables,
    objects,
    endpoint: aws.endpoints.dynamodb,
    /** Gone with the bench. */
    folder: aws.folder,
    sqs: aws.clients.sqs,
    /** A queue of its own, as empty as a new one. */
    async makeQueue(): Promise<string> {
      const command = new CreateQueueCommand({
        QueueName: `runs-${randomUUID()}`,
        Attributes: { VisibilityTimeout: "300" },
      });
      const { QueueUrl } = await aws.clients.sqs.send(command);
      if (QueueUrl === undefined) throw new Error("the queue has no URL");
      return QueueUrl;
    },
    async stop(): Promise<void> {
      documents.destroy();
      kmsClient.destroy();
      await kms.stop();
      await aws.stop();
    },
  };
}

/** Acme's people: dana asks, priya and tom lead the DBAs, lena and marco are on call, olga has no say. */
export const { dana, priya, tom, lena, marco, olga } = {
  dana: personOf(acmePeople.dana),
  priya: personOf(acmePeople.priya),
  tom: personOf(acmePeople.tom),
  lena: personOf(acmePeople.lena),
  marco: personOf(acmePeople.marco),
  olga: personOf(acmePeople.olga),
};

function personOf({ email, realName }: { readonly email: string; readonly realName: string }): Person {
  return { id: personIdSchema.parse(email), name: realName };
}
