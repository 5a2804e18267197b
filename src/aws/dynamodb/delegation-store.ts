import { randomUUID } from "node:crypto";
import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { DelegationStore } from "../../app/ports/delegation-store.ts";
import { chainStart } from "../../core/audit-event.ts";
import type { Delegation } from "../../core/delegation/delegation.ts";
import {
  type DelegationEvent,
  type DelegationRegister,
  emptyRegister,
} from "../../core/delegation/register.ts";
import { jsonObjectSchema } from "../../core/json.ts";
import { personIdSchema } from "../../core/person.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import type { TableNames } from "./tables.ts";
import { transact } from "./transact.ts";

const delegationRecordSchema = z.object({
  id: z.string(),
  of: personIdSchema,
  of_name: z.string(),
  to: personIdSchema,
  to_name: z.string(),
  from: isoDateSchema,
  until: isoDateSchema,
  until_text: z.string(),
});

const registerRecordSchema = z.object({
  revision: z.int(),
  delegations: z.array(delegationRecordSchema),
  chain_sequence: z.int(),
  chain_hash: z.string(),
});

const eventRecordSchema = z.object({
  tenant: z.string(),
  sequence: z.int(),
  at: isoDateSchema,
  by: personIdSchema,
  kind: z.enum(["delegated", "undelegated"]),
  details: jsonObjectSchema,
  previous_hash: z.string(),
  hash: z.string(),
});

/** The register, beside the requests in their table; its entries in the audit log, whose outbox and indexes leave them out. */
export function makeDynamoDbDelegationStore(
  client: DynamoDBDocumentClient,
  { requests: table, auditLog }: Pick<TableNames, "requests" | "auditLog">,
): DelegationStore {
  return {
    find: async (tenant) => {
      const item = await readItem(table, { request_id: keyOf(tenant) });
      return item === undefined ? emptyRegister(tenant) : fromRecord(tenant, item);
    },
    save: async ({ register, event }) => {
      const writeId = randomUUID();
      const key = keyOf(register.tenant);
      const isFirst = register.revision === 1;
      const outcome = await transact(client, key, [
        {
          Put: {
            TableName: table,
            Item: { request_id: key, ...toRecord(register) },
            ...(isFirst
              ? { ConditionExpression: "attribute_not_exists(request_id)" }
              : {
                  ConditionExpression: "revision = :previous",
                  ExpressionAttributeValues: { ":previous": register.revision - 1 },
                }),
          },
        },
        {
          Put: {
            TableName: auditLog,
            Item: { request_id: key, ...toEventRecord(event), write_id: writeId },
            ConditionExpression: "attribute_not_exists(request_id)",
          },
        },
      ]);
      if (outcome === "committed") return "saved";
      const stored = await readItem(auditLog, { request_id: key, sequence: event.sequence });
      return stored?.write_id === writeId ? "saved" : "conflict";
    },
    listEvents: async (tenant) => {
      const items = await itemsOfRequest(client, auditLog, keyOf(tenant));
      return items.map((item) => {
        const { previous_hash: previousHash, ...event } = eventRecordSchema.parse(item);
        return { ...event, previousHash };
      });
    },
  };

  async function readItem(from: string, key: Readonly<Record<string, string | number>>) {
    const command = new GetCommand({ TableName: from, Key: key, ConsistentRead: true });
    const { Item } = await answerOf(`DynamoDB GetItem in ${from}`, client.send(command));
    return Item;
  }
}

function keyOf(tenant: string): string {
  return `delegations#${tenant}`;
}

function fromRecord(tenant: string, item: unknown): DelegationRegister {
  const { revision, delegations, chain_sequence, chain_hash } = registerRecordSchema.parse(item);
  return {
    tenant,
    revision,
    delegations: delegations.map(
      ({ of, of_name, to, to_name, until_text: untilText, ...one }): Delegation => ({
        ...one,
        of: { id: of, name: of_name },
        to: { id: to, name: to_name },
        untilText,
      }),
    ),
    chainEnd: chain_sequence === 0 ? chainStart : { sequence: chain_sequence, hash: chain_hash },
  };
}

function toRecord({ revision, delegations, chainEnd }: DelegationRegister) {
  return {
    revision,
    delegations: delegations.map(({ id, of, to, from, until, untilText }) => ({
      id,
      of: of.id,
      of_name: of.name,
      to: to.id,
      to_name: to.name,
      from: from.toISOString(),
      until: until.toISOString(),
      until_text: untilText,
    })),
    chain_sequence: chainEnd.sequence,
    chain_hash: chainEnd.hash,
  } satisfies z.input<typeof registerRecordSchema>;
}

function toEventRecord({ tenant, sequence, at, by, kind, details, previousHash, hash }: DelegationEvent) {
  return { tenant, sequence, at: at.toISOString(), by, kind, details, previous_hash: previousHash, hash };
}
