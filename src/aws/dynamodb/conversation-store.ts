import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { ChatMember, Conversation, ConversationStore } from "../../app/ports/conversation-store.ts";
import { personIdSchema } from "../../core/person.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";

const conversationRecordSchema = z
  .object({
    conversation_id: z.string(),
    tenant_id: z.string(),
    service_url: z.string(),
    bot_id: z.string(),
    team_id: z.string().optional(),
    seen_at: isoDateSchema,
    is_removed: z.boolean(),
  })
  .transform(
    (record): Conversation => ({
      id: record.conversation_id,
      tenantId: record.tenant_id,
      serviceUrl: record.service_url,
      botId: record.bot_id,
      teamId: record.team_id,
      seenAt: record.seen_at,
      isRemoved: record.is_removed,
    }),
  );

const memberRecordSchema = z
  .object({
    person: personIdSchema,
    user_id: z.string(),
    tenant_id: z.string(),
    service_url: z.string(),
    bot_id: z.string(),
    conversation_id: z.string().optional(),
  })
  .transform(
    (record): ChatMember => ({
      person: record.person,
      userId: record.user_id,
      tenantId: record.tenant_id,
      serviceUrl: record.service_url,
      botId: record.bot_id,
      conversationId: record.conversation_id,
    }),
  );

/** Conversations beside the deliveries, without an end of their own, as nobody says them again. */
export function makeDynamoDbConversationStore(
  client: DynamoDBDocumentClient,
  { deliveries: table }: Pick<TableNames, "deliveries">,
): ConversationStore {
  return {
    find: (id) => find(conversationKey(id)),
    findOfTenant: (tenantId) => find(tenantKey(tenantId)),
    save: async (conversation) => {
      const record = toConversationRecord(conversation);
      await putUnlessLater({ ...conversationKey(conversation.id), ...record });
      if (!conversation.isRemoved) await putUnlessLater({ ...tenantKey(conversation.tenantId), ...record });
    },
    findMember: async (person) => {
      const item = await get(memberKey(person));
      return item && memberRecordSchema.parse(item);
    },
    saveMember: async ({ person, userId, tenantId, serviceUrl, botId, conversationId }) => {
      const record = {
        person,
        user_id: userId,
        tenant_id: tenantId,
        service_url: serviceUrl,
        bot_id: botId,
        conversation_id: conversationId,
      };
      await put({ Item: { ...memberKey(person), ...record } });
    },
  };

  async function find(key: Key): Promise<Conversation | undefined> {
    const item = await get(key);
    return item && conversationRecordSchema.parse(item);
  }

  async function get(Key: Key): Promise<Record<string, unknown> | undefined> {
    const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
    return Item;
  }

  async function putUnlessLater(Item: Record<string, unknown> & { readonly seen_at: string }): Promise<void> {
    await put({
      Item,
      ConditionExpression: "attribute_not_exists(request_id) OR seen_at <= :seen_at",
      ExpressionAttributeValues: { ":seen_at": Item.seen_at },
    });
  }

  async function put(input: Omit<ConstructorParameters<typeof PutCommand>[0], "TableName">): Promise<void> {
    try {
      await client.send(new PutCommand({ TableName: table, ...input }));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return;
      await answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(error));
    }
  }
}

interface Key {
  readonly request_id: string;
  readonly place: string;
}

function conversationKey(id: string): Key {
  return { request_id: `conversation#${id}`, place: "conversation" };
}

function tenantKey(tenantId: string): Key {
  return { request_id: `tenant#${tenantId}`, place: "conversation" };
}

function memberKey(person: ChatMember["person"]): Key {
  return { request_id: `member#${person}`, place: "conversation" };
}

function toConversationRecord(conversation: Conversation) {
  return {
    conversation_id: conversation.id,
    tenant_id: conversation.tenantId,
    service_url: conversation.serviceUrl,
    bot_id: conversation.botId,
    team_id: conversation.teamId,
    seen_at: conversation.seenAt.toISOString(),
    is_removed: conversation.isRemoved,
  };
}
