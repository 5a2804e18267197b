import { expect, test } from "vitest";
import { rememberingAnswers } from "./remembered-answers.ts";

type Keys = Readonly<Record<string, { readonly S: string }>>;

const orders = { TableName: "orders", Key: { request_id: { S: "req-1" } } };
const queryOf = (id: string) => ({
  TableName: "orders",
  KeyConditionExpression: "request_id = :id",
  ExpressionAttributeValues: { ":id": { S: id } },
});
const index = { ...queryOf("open"), IndexName: "status-index" };

/** A DynamoDB that counts what it is asked, and answers everything with yes unless it is told otherwise. */
function table(statusCode = 200) {
  const asked: string[] = [];
  const { carry, forgetRequests } = rememberingAnswers(async ({ headers }) => {
    asked.push(headers["x-amz-target"] ?? "");
    return { statusCode, headers: {}, body: new Uint8Array() };
  });
  const call = (operation: string, body: object) =>
    carry({ headers: { "x-amz-target": `DynamoDB.${operation}` }, body: JSON.stringify(body) });
  return {
    asked,
    forgetRequests,
    read: (question: object) => call("Key" in question ? "GetItem" : "Query", question),
    put: (TableName: string, Item: Keys) => call("PutItem", { TableName, Item }),
  };
}

test.each([
  ["an item", orders],
  ["the items of a request", queryOf("req-1")],
  ["an index", index],
])("%s is read once, and again once it may have been written", async (_, question) => {
  const { asked, read, put } = table();

  await read(question);
  await read(question);
  await put("orders", { request_id: { S: "req-1" } });
  await read(question);

  expect(asked).toHaveLength(3);
});

test.each([
  ["another item", "orders", "req-2"],
  ["another table", "others", "req-1"],
])("a write of %s leaves what is remembered of this one", async (_, name, id) => {
  const { asked, read, put } = table();

  await read(orders);
  await put(name, { request_id: { S: id } });
  await read(orders);

  expect(asked.filter((target) => target.endsWith("GetItem"))).toHaveLength(1);
});

test("any write into its table changes what an index may tell", async () => {
  const { asked, read, put } = table();

  await read(index);
  await put("orders", { request_id: { S: "req-2" } });
  await read(index);

  expect(asked.filter((target) => target.endsWith("Query"))).toHaveLength(2);
});

test("an error is not remembered", async () => {
  const { asked, read } = table(400);

  await read(orders);
  await read(orders);

  expect(asked).toHaveLength(2);
});

test("what is known of requests is forgotten when they are never asked of again", async () => {
  const { asked, read, forgetRequests } = table();

  await read(orders);
  forgetRequests();
  await read(orders);

  expect(asked).toHaveLength(2);
});
