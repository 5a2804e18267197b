import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { UnstorableItemError } from "../../../src/aws/dynamodb/unstorable-item-error.ts";
import { type Fate, startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { after, approved, ben, cleo, created } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

async function storeBehind(fateOf: (operation: string, nth: number) => Fate) {
  const proxy = await startFaultProxy(aws.endpoints.dynamodb, fateOf);
  const direct = aws.documents();
  return {
    proxy,
    faulty: makeDynamoDbRequestStore(aws.documents(proxy.url), aws.tables),
    requests: makeDynamoDbRequestStore(direct, aws.tables),
    auditLog: makeDynamoDbAuditLog(direct, aws.tables),
  };
}

/** As if the tokens were forgotten: ten minutes later, or by an embedded DynamoDB that was started again. */
function withoutToken(body: string): string {
  const { ClientRequestToken: _, ...rest } = JSON.parse(body);
  return JSON.stringify(rest);
}

function loseFirstTransaction(rewrite?: (body: string) => string, later?: () => Promise<void>) {
  return (operation: string, nth: number): Fate => {
    if (operation !== "TransactWriteItems") return { kind: "pass" };
    const rewriting = rewrite ? { rewrite } : {};
    return nth === 0
      ? { kind: "lose-answer", ...rewriting, ...(later ? { after: later } : {}) }
      : { kind: "pass", ...rewriting };
  };
}

function cancelled(...codes: readonly string[]): Fate {
  return {
    kind: "answer",
    status: 400,
    body: JSON.stringify({
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      CancellationReasons: codes.map((Code) => ({ Code })),
    }),
  };
}

test.each([
  ["the token is known", undefined],
  ["the token is forgotten", withoutToken],
])("a save whose answer is lost after the commit is saved once and told so, when %s", async (_, rewrite) => {
  const { faulty, requests, auditLog, proxy } = await storeBehind(loseFirstTransaction(rewrite));
  const change = created();
  await requests.create(change, change.request.id);
  const decided = approved(change.request, ben, after(1));

  const outcome = await faulty.save(decided);

  const tokens = proxy.seen
    .filter(({ operation }) => operation === "TransactWriteItems")
    .map(({ body }) => JSON.parse(body).ClientRequestToken);
  expect(outcome).toBe("saved");
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
  expect(await requests.find(change.request.id)).toEqual(decided.request);
  expect(await auditLog.list(change.request.id)).toHaveLength(2);
});

test("a save whose answer is lost is told as saved, even when another change has come since", async () => {
  const change = created();
  const decided = approved(change.request, ben, after(1));
  const next = approved(decided.request, cleo, after(2));
  const { faulty, requests } = await storeBehind(
    loseFirstTransaction(withoutToken, async () => {
      await requests.save(next);
    }),
  );
  await requests.create(change, change.request.id);

  const outcome = await faulty.save(decided);

  expect(outcome).toBe("saved");
  expect(await requests.find(change.request.id)).toEqual(next.request);
});

test("the very same change of another worker is a conflict, though the answer to it was lost", async () => {
  const change = created();
  const decided = approved(change.request, ben, after(1));
  const { faulty, requests } = await storeBehind(loseFirstTransaction(withoutToken));
  await requests.create(change, change.request.id);
  await requests.save(decided);

  expect(await faulty.save(decided)).toBe("conflict");
});

test.each([
  ["the token is known", undefined],
  ["the token is forgotten", withoutToken],
])("a new request whose answer is lost after the commit is made once, when %s", async (_, rewrite) => {
  const { faulty, requests, auditLog } = await storeBehind(loseFirstTransaction(rewrite));
  const change = created();

  const id = await faulty.create(change, change.request.id);

  expect(id).toBe(change.request.id);
  expect(await requests.find(id)).toEqual(change.request);
  expect(await auditLog.list(id)).toHaveLength(1);
});

test("a save that meets another transaction is a conflict", async () => {
  const { faulty, requests } = await storeBehind((operation) =>
    operation === "TransactWriteItems" ? cancelled("TransactionConflict", "None") : { kind: "pass" },
  );
  const change = created();
  await requests.create(change, change.request.id);

  expect(await faulty.save(approved(change.request, ben, after(1)))).toBe("conflict");
});

test("a new request that meets another transaction is tried again", async () => {
  const { faulty, requests } = await storeBehind((operation, nth) =>
    operation === "TransactWriteItems" && nth < 2
      ? cancelled("None", "None", "TransactionConflict")
      : { kind: "pass" },
  );
  const change = created();

  const id = await faulty.create(change, change.request.id);

  expect(await requests.find(id)).toEqual(change.request);
});

test("a new request whose id is taken is a gateway error, as the next try has another id", async () => {
  const { requests } = await storeBehind(() => ({ kind: "pass" }));
  const change = created();
  await requests.create(change, "the first");

  await expect(requests.create(change, "the second")).rejects.toThrow(GatewayError);
});

test.each([
  ["throttles the transaction", cancelled("ThrottlingError", "None")],
  [
    "throttles every attempt",
    {
      kind: "answer",
      status: 400,
      body: '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}',
    },
  ],
  ["has a fault", { kind: "answer", status: 500, body: '{"__type":"x#InternalServerError"}' }],
  [
    "no longer takes the credentials",
    { kind: "answer", status: 400, body: '{"__type":"x#ExpiredTokenException"}' },
  ],
  [
    "is hidden by a proxy's page",
    { kind: "answer", status: 403, body: "<html>no</html>", type: "text/html" },
  ],
] satisfies readonly (readonly [string, Fate])[])(
  "a save is a gateway error with its cause when DynamoDB %s",
  async (_, fate) => {
    const { faulty } = await storeBehind(() => fate);

    const failure = await faulty.save(created()).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(GatewayError);
    expect((failure as GatewayError).cause).toBeInstanceOf(Error);
  },
);

test("a find that is never answered is a gateway error after a bounded wait", async () => {
  const { faulty, proxy } = await storeBehind(() => ({ kind: "hang" }));

  await expect(faulty.find(created().request.id)).rejects.toThrow(GatewayError);
  expect(proxy.seen).toHaveLength(3);
});

test("a validation error inside a transaction is the clear error of an unstorable item", async () => {
  const { faulty } = await storeBehind(() => cancelled("ValidationError", "None"));

  await expect(faulty.save(created())).rejects.toThrow(UnstorableItemError);
});

test("a missing table is no gateway error, as trying again does not help", async () => {
  const requests = makeDynamoDbRequestStore(aws.documents(), { requests: "none", auditLog: "none" });

  const failure = await requests.find(created().request.id).catch((error: unknown) => error);

  expect(failure).toMatchObject({ name: "ResourceNotFoundException" });
});
