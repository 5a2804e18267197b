import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { rememberReads } from "./remembered-reads.ts";

const Key = { request_id: "req-1" };
const orders = new GetCommand({ TableName: "orders", Key });
const queryOf = (id: string, IndexName?: string) =>
  new QueryCommand({
    TableName: "orders",
    ...(IndexName !== undefined && { IndexName }),
    KeyConditionExpression: "request_id = :id",
    ExpressionAttributeValues: { ":id": id },
  });
const index = queryOf("open", "status-index");
const update = new UpdateCommand({ TableName: "orders", Key });
const put = (TableName: string, id: string) => new PutCommand({ TableName, Item: { request_id: id } });

/** A table that counts what it is asked, and answers everything with yes unless it is told otherwise. */
function table() {
  const asked: object[] = [];
  let fails = false;
  const client: Pick<DynamoDBDocumentClient, "send"> = Object.create(DynamoDBDocumentClient.prototype, {
    send: {
      value: async (command: object) => {
        asked.push(command);
        if (fails) throw new Error("no answer");
        return {};
      },
    },
  });
  return {
    ...rememberReads(client),
    times: (command: object) => asked.filter((one) => one === command).length,
    fail(isFailing: boolean): void {
      fails = isFailing;
    },
  };
}

test.each([
  ["an item", orders, update],
  ["the items of a request", queryOf("req-1"), put("orders", "req-1")],
  ["an index", index, put("orders", "req-2")],
])("%s is read once, and again once it may have been written", async (_, question, writing) => {
  const { send, times } = table();

  await send(question);
  await send(question);
  await send(writing);
  await send(question);

  expect(times(question)).toBe(2);
});

test.each([
  ["another item", put("orders", "req-2")],
  ["another table", put("others", "req-1")],
])("a write of %s leaves what is remembered of this one", async (_, writing) => {
  const { send, times } = table();

  await send(orders);
  await send(writing);
  await send(orders);

  expect(times(orders)).toBe(1);
});

test.each([
  ["alone", put("orders", "req-1")],
  [
    "with others",
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: "others", Item: { request_id: "req-1" } } },
        { Put: { TableName: "orders", Item: { request_id: "req-1", note: undefined } } },
      ],
    }),
  ],
])("an item that is put %s is the next answer", async (_, writing) => {
  const { send, times } = table();

  await send(orders);
  await send(writing);
  const answer = await send(orders);

  expect(answer).toStrictEqual({ Item: { request_id: "req-1" } });
  expect(times(orders)).toBe(1);
});

test("what is put in vain is read anew", async () => {
  const { send, times, fail } = table();

  await send(orders);
  fail(true);
  await expect(send(put("orders", "req-1"))).rejects.toThrow("no answer");
  fail(false);
  await send(orders);

  expect(times(orders)).toBe(2);
});

test("a failure is not remembered", async () => {
  const { send, times, fail } = table();

  fail(true);
  await expect(send(orders)).rejects.toThrow("no answer");
  fail(false);
  await send(orders);

  expect(times(orders)).toBe(2);
});

test("what others have written is read anew", async () => {
  const { send, times, forget } = table();

  await send(orders);
  forget();
  await send(orders);

  expect(times(orders)).toBe(2);
});
