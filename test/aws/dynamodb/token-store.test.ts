import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { makeDynamoDbTokenStore } from "../../../src/aws/dynamodb/token-store.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { hashOfToken, type LinkToken } from "../../../src/core/links/link-token.ts";
import { ben, cleo, expiresAt, hoursLater, pending } from "../../core/sample-requests.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

function openStore() {
  const client = aws.documents();
  return { client, store: makeDynamoDbTokenStore(client, aws.tables) };
}

function sampleToken(changes: Partial<LinkToken> = {}): LinkToken {
  return {
    requestId: newRequestId(),
    hash: hashOfToken(newToken()),
    recipient: ben.id,
    digest: pending().digest,
    issuedAt: hoursLater(1),
    expiresAt,
    wrongTries: 0,
    ...changes,
  };
}

test("a token that was added is found and listed as it was, among its own request's alone", async () => {
  const { store } = openStore();
  const token = sampleToken();
  const other = sampleToken({ requestId: token.requestId, recipient: cleo.id });
  const foreign = sampleToken();

  for (const one of [token, other, foreign]) await store.add(one);

  expect(await store.find(token.requestId, token.hash)).toEqual(token);
  expect(await store.find(token.requestId, foreign.hash)).toBeUndefined();
  expect(new Set(await store.list(token.requestId))).toEqual(new Set([token, other]));
});

test("a token is issued with its hash alone, before it is given out, and is deleted a week after the request's end", async () => {
  const { client, store } = openStore();
  const request = pending();
  const issue = makeIssueToken({ tokens: store, now: () => hoursLater(2), newToken });

  const raw = await issue(request, ben.id);

  const Key = { request_id: request.id, token_hash: hashOfToken(raw) };
  const { Item } = await client.send(new GetCommand({ TableName: aws.tables.tokens, Key }));
  expect(Buffer.from(raw, "base64url")).toHaveLength(32);
  expect(JSON.stringify(Item)).not.toContain(raw);
  expect(Item).toEqual({
    ...Key,
    recipient: ben.id,
    digest: request.digest,
    issued_at: hoursLater(2).toISOString(),
    expires_at: request.expiresAt.toISOString(),
    expires_on: request.expiresAt.getTime() / 1000 + 7 * 86_400,
    wrong_tries: 0,
  });
});

test("no token is given out that could not be stored", async () => {
  const refusing = makeDynamoDbTokenStore(aws.documents("http://127.0.0.1:9"), aws.tables);
  const issue = makeIssueToken({ tokens: refusing, now: () => hoursLater(2), newToken });

  const issuing = issue(pending(), ben.id);

  await expect(issuing).rejects.toThrow(GatewayError);
});

test("the first end of a token stays", async () => {
  const { store } = openStore();
  const token = sampleToken();
  await store.add(token);

  await store.end(token, { kind: "used", at: hoursLater(3) });
  await store.end(token, { kind: "revoked", at: hoursLater(4) });

  const end = { kind: "used", at: hoursLater(3) };
  expect(await store.find(token.requestId, token.hash)).toEqual({ ...token, end });
});

test("wrong tries are counted one by one, also at the same moment", async () => {
  const { store } = openStore();
  const token = sampleToken();
  await store.add(token);

  const counts = await Promise.all(Array.from({ length: 8 }, () => store.countWrongTry(token)));

  expect(counts.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect((await store.find(token.requestId, token.hash))?.wrongTries).toBe(8);
});

test("what is gone meanwhile does not come back as half a token", async () => {
  const { store } = openStore();
  const token = sampleToken();

  await store.end(token, { kind: "revoked", at: hoursLater(3) });
  const count = await store.countWrongTry(token);

  expect(count).toBe(1);
  expect(await store.list(token.requestId)).toEqual([]);
});
