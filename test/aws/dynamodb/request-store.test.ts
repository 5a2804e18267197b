import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { UnstorableItemError } from "../../../src/aws/dynamodb/unstorable-item-error.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { ok } from "../../../src/core/result.ts";
import { askPreflight } from "../../../src/core/transitions/ask-preflight.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { noteUndelivered } from "../../../src/core/transitions/note-undelivered.ts";
import { recordPreflight } from "../../../src/core/transitions/record-preflight.ts";
import { recordCalls, startProvisionedAws } from "../start-provisioned-aws.ts";
import {
  after,
  approved,
  ben,
  cleo,
  created,
  driftedFrom,
  newId,
  roadsToEveryStatus,
  start,
  unwrapped,
} from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

function stores() {
  const client = aws.documents();
  return {
    client,
    requests: makeDynamoDbRequestStore(client, aws.tables),
    auditLog: makeDynamoDbAuditLog(client, aws.tables),
  };
}

async function saveAll([first, ...rest]: readonly Change[]) {
  const { requests, auditLog } = stores();
  if (!first) throw new Error("a road has a first change");
  await requests.create(first, first.request.id);
  for (const change of rest) await requests.save(change);
  return { requests, auditLog };
}

test.each(Object.entries(roadsToEveryStatus()))(
  "a request that is %s reads back as it was, with its whole chain",
  async (status, changes) => {
    const last = changes.at(-1) as Change;

    const { requests, auditLog } = await saveAll(changes);

    const found = await requests.find(last.request.id);
    const events = await auditLog.list(last.request.id);
    expect(found?.status).toBe(status);
    expect(found).toEqual(last.request);
    expect(events).toEqual(changes.map(({ event }) => event));
    expect(findBrokenLink(events)).toBeUndefined();
  },
);

test("a request for a message and one for a task read back as they were", async () => {
  const intents = [
    {
      kind: "message",
      subject: "db-host-7",
      issue: "disk full",
      action: "extend",
      parameters: { gigabytes: 20 },
    },
    { kind: "task", title: "Move the cluster", details: { steps: ["one", "two"], dry_run: false } },
  ] as const;
  const { requests } = stores();

  for (const intent of intents) {
    const change = created({ intent });
    await requests.create(change, change.request.id);

    expect(await requests.find(change.request.id)).toEqual(change.request);
  }
});

test("a request that was asked again reads back with what has changed, its way back and what it reverts", async () => {
  const inverse = { operation: "set_class", parameters: { class: "db.r6g.xlarge", apply_immediately: true } };
  const first = created({ inverse, reverts: newId() });
  const second = approved(first.request, ben, after(1));
  const third = approved(second.request, cleo, after(2));
  const drifted = driftedFrom(third.request);

  const { requests, auditLog } = await saveAll([first, second, third, drifted]);

  expect(await requests.find(first.request.id)).toEqual(drifted.request);
  expect(drifted.request).toMatchObject({ status: "pending", differences: [{ label: "class" }] });
  expect(findBrokenLink(await auditLog.list(first.request.id))).toBeUndefined();
});

test("what a request was to cost, and what it came to, read back", async () => {
  const estimatedCost = { kind: "unknown", why: "no price for db.x9.large in eu-central-1" } as const;
  const prices = { currency: "USD", pricesAsOf: "2026-11-01", basis: "approximate" } as const;
  const change = { kind: "change", monthlyChange: -182.53, isAtMost: true, ...prices } as const;
  const asked = created({ estimatedCost });
  const actualCost = { change, waitsForMaintenance: true };

  const { requests } = await saveAll([{ ...asked, request: { ...asked.request, actualCost } }]);

  expect(await requests.find(asked.request.id)).toEqual({ ...asked.request, actualCost });
});

test("who gets a request by mail, and where it could not be delivered, read back; one from before mails has neither", async () => {
  const mailed = created({ emailRecipients: [ben.id, cleo.id] });
  const failed = { surface: "email", place: ben.id, reason: "the mail came back for good" } as const;
  const noted = noteUndelivered(mailed.request, failed, after(60));
  if (!noted) throw new Error("was not noted");
  const unmailed = created();

  const { requests, auditLog } = await saveAll([mailed, noted]);
  await saveAll([unmailed]);

  expect(await requests.find(mailed.request.id)).toEqual(noted.request);
  expect(findBrokenLink(await auditLog.list(mailed.request.id))).toBeUndefined();
  expect(await requests.find(unmailed.request.id)).toEqual(unmailed.request);
});

test("where a request goes in Teams reads back; one from before Teams goes nowhere there", async () => {
  const routed = created({ teamsChannels: ["19:one@thread.tacv2"], teamsPeople: ["requester", ben.id] });
  const before = created();

  const { requests } = await saveAll([routed]);
  await saveAll([before]);

  expect(await requests.find(routed.request.id)).toEqual(routed.request);
  expect(await requests.find(before.request.id)).toEqual(before.request);
});

test("a request that was kept before there were costs has none", async () => {
  const change = created({ estimatedCost: { kind: "none" } });
  const { requests, client } = { ...(await saveAll([change])), ...stores() };
  const Key = { request_id: change.request.id };
  await client.send(
    new UpdateCommand({ TableName: aws.tables.requests, Key, UpdateExpression: "REMOVE estimated_cost" }),
  );

  const found = await requests.find(change.request.id);

  expect(found).toEqual({ ...change.request, estimatedCost: undefined });
});

test("a request that was kept before there were differences, reasons and ways back has none of them", async () => {
  const change = created();
  const { requests, client } = { ...(await saveAll([change])), ...stores() };
  await client.send(
    new UpdateCommand({
      TableName: aws.tables.requests,
      Key: { request_id: change.request.id },
      UpdateExpression: "REMOVE differences, risk_raised_by",
    }),
  );

  const found = await requests.find(change.request.id);

  expect(found).toEqual(change.request);
  expect(found).toMatchObject({ differences: [], requirement: { raisedBy: [] } });
  expect(found?.inverse).toBeUndefined();
});

test("a pre-flight that was asked for and read reads back, and one that there never was is missing", async () => {
  const first = created();
  const asked = unwrapped(askPreflight(first.request, { by: ben, surface: "slack" }, after(20)));
  const reading = {
    asOf: after(21),
    covers: 2,
    facts: [{ label: "Now", value: "available" }],
    unread: ["CloudWatch"],
    outage: { kind: "minutes", source: "https://docs.aws.amazon.com/page.html" },
  };
  const readFor = first.request.digest;
  const read = unwrapped(recordPreflight(asked.request, { ...reading, readFor }, after(22)));

  const { requests, auditLog } = await saveAll([first, asked, read]);
  const found = await requests.find(first.request.id);

  expect(found).toEqual(read.request);
  expect(found?.preflight).toEqual({
    asked: { at: after(20), by: ben.id, sequence: 2, times: 1 },
    reading,
  });
  expect(first.request.preflight).toBeUndefined();
  expect(findBrokenLink(await auditLog.list(first.request.id))).toBeUndefined();
});

test("a run that ended before there were details has none of them", async () => {
  const changes = roadsToEveryStatus().executed;
  const { requests, client } = { ...(await saveAll(changes)), ...stores() };
  const id = changes[0]?.request.id ?? newId();
  await client.send(
    new UpdateCommand({
      TableName: aws.tables.requests,
      Key: { request_id: id },
      UpdateExpression: "REMOVE outcome.details",
    }),
  );

  const found = await requests.find(id);

  expect(found).toMatchObject({ status: "executed", outcome: { result: "available" } });
  expect(found && "outcome" in found && found.outcome.details).toBeUndefined();
});

test("a request is found by what made it, for its tenant and for a month", async () => {
  const { requests } = stores();
  const change = created();
  await requests.create(change, "order-1");
  const { tenant, requestedAt } = change.request;
  const days = (count: number) => new Date(requestedAt.getTime() + count * 86_400_000);

  const found = {
    own: await requests.findCreated(tenant, "order-1", days(29)),
    other: await requests.findCreated(tenant, "order-2", days(0)),
    ofAnotherTenant: await requests.findCreated("somebody-else", "order-1", days(0)),
    later: await requests.findCreated(tenant, "order-1", days(31)),
  };

  expect(found).toEqual({
    own: change.request.id,
    other: undefined,
    ofAnotherTenant: undefined,
    later: undefined,
  });
});

test("an unknown id finds nothing", async () => {
  expect(await stores().requests.find(newId())).toBeUndefined();
});

test("hostile text and odd numbers read back as they were, and their chain holds", async () => {
  const odd = `\u0000 <!channel> *x* \u202e "'\\ 👩‍👩‍👧 e\u0301 ${"𝕏".repeat(500)}`;
  const change = created({
    justification: `because ${odd}`,
    intent: {
      kind: "task",
      title: odd,
      details: {
        [odd]: odd,
        "": "",
        numbers: [0.1, -1.5e-7, 1e21, 123456789012345680000, 2 ** 53],
        nothing: null,
      },
    },
  });
  const { requests, auditLog } = stores();

  await requests.create(change, odd);

  expect(await requests.find(change.request.id)).toEqual(change.request);
  expect(findBrokenLink(await auditLog.list(change.request.id))).toBeUndefined();
});

test("what is too large for DynamoDB is refused with a clear error, and nothing of it is kept", async () => {
  const { requests, auditLog } = stores();
  const change = created();
  await requests.create(change, change.request.id);
  const decided = approved(change.request, ben, after(1));
  const description = { ...change.request.description, effect: "é".repeat(220_000) };

  const saving = requests.save({ ...decided, request: { ...decided.request, description } });

  await expect(saving).rejects.toThrow(UnstorableItemError);
  await expect(saving).rejects.toThrow(`${change.request.id} cannot be stored`);
  expect(await requests.find(change.request.id)).toEqual(change.request);
  expect(await auditLog.list(change.request.id)).toHaveLength(1);
});

test("a decision is one consistent read and one transaction of two writes", async () => {
  const change = created();
  await stores().requests.create(change, change.request.id);
  const { client, requests } = stores();
  const calls = recordCalls(client);
  const inputs: unknown[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      inputs.push(args.input);
      return next(args);
    },
    { step: "initialize" },
  );

  const outcome = await changeRequest({ requests, now: () => after(1) }, change.request.id, (request, now) =>
    ok(approved(request, ben, now)),
  );

  expect(outcome.ok).toBe(true);
  expect(calls).toEqual(["GetItemCommand", "TransactWriteItemsCommand"]);
  expect(inputs).toMatchObject([
    { ConsistentRead: true },
    {
      TransactItems: [
        { Put: { TableName: aws.tables.requests } },
        { Put: { TableName: aws.tables.auditLog } },
      ],
    },
  ]);
  expect((inputs[1] as { TransactItems: unknown[] }).TransactItems).toHaveLength(2);
});

test("of fifty workers that save the very same change at once, one has saved it", async () => {
  const change = created();
  const { requests, auditLog } = await saveAll([change]);
  const decided = approved(change.request, ben, after(1));

  const outcomes = await Promise.all(Array.from({ length: 50 }, () => requests.save(decided)));

  expect(outcomes.filter((outcome) => outcome === "saved")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(49);
  expect(await auditLog.list(change.request.id)).toHaveLength(2);
});

test("a change of an earlier version is a conflict, and so is one of a request that does not exist", async () => {
  const change = created();
  const { requests } = await saveAll([change]);
  await requests.save(approved(change.request, ben, after(1)));

  const late = await requests.save(approved(change.request, cleo, after(2)));
  const lost = await requests.save(approved(created().request, cleo, after(2)));

  expect([late, lost]).toEqual(["conflict", "conflict"]);
});

test("the same correlation id gives the first request's id, and nothing of the second is kept", async () => {
  const { requests, auditLog } = stores();
  const [first, copy, other] = [created(), created(), created({ tenant: "other" })];

  const ids = [
    await requests.create(first, "view-1"),
    await requests.create(copy, "view-1"),
    await requests.create(other, "view-1"),
  ];

  expect(ids).toEqual([first.request.id, first.request.id, other.request.id]);
  expect(await requests.find(copy.request.id)).toBeUndefined();
  expect(await auditLog.list(copy.request.id)).toEqual([]);
});

test("of twenty copies sent at once one is kept, and all get its id", async () => {
  const { requests } = stores();
  const copies = Array.from({ length: 20 }, () => created());

  const ids = await Promise.all(copies.map((copy) => requests.create(copy, "clicked-often")));

  const found = await Promise.all(copies.map(({ request }) => requests.find(request.id)));
  expect(new Set(ids).size).toBe(1);
  expect(found.filter((request) => request !== undefined).map(({ id }) => id)).toEqual([ids[0]]);
});

test("a correlation id is free again after its time, though its guard is still there", async () => {
  const { requests } = stores();
  const first = created();
  const later = created({ expiresAt: after(90 * 86_400) }, after(31 * 86_400));
  await requests.create(first, "monthly");

  const id = await requests.create(later, "monthly");

  expect(id).toBe(later.request.id);
});

test("only what waits for something is in the due index, and leaves it at its end", async () => {
  const { pending, scheduled, executing, ...roads } = roadsToEveryStatus();
  const due = [pending, scheduled, executing, roads.approved, roads.escalated];
  const over = [roads.executed, roads.failed, roads.rejected, roads.cancelled, roads.expired];
  const idOf = (changes: readonly Change[]) => (changes.at(-1) as Change).request.id;
  for (const changes of [...due, ...over]) await saveAll(changes);
  const { requests, client } = stores();

  const ids = await requests.listDue(after(100 * 3600), 100);

  const mine = ids.filter((id) => [...due, ...over].some((changes) => idOf(changes) === id));
  expect(mine.slice(0, 3)).toEqual([roads.approved, scheduled, executing].map(idOf));
  expect(mine.slice(3).sort()).toEqual([pending, roads.escalated].map(idOf).sort());
  expect(await requests.listDue(new Date(start.getTime() - 1), 100)).toEqual([]);
  expect(await requests.listDue(after(100 * 3600), 2)).toHaveLength(2);
  const shards = ["due#0", "due#1", "due#2", "due#3"].map((shard) =>
    client.send(
      new QueryCommand({
        TableName: aws.tables.requests,
        IndexName: "due-index",
        KeyConditionExpression: "due_shard = :shard",
        ExpressionAttributeValues: { ":shard": shard },
      }),
    ),
  );
  const indexed = (await Promise.all(shards)).flatMap(({ Items = [] }) =>
    Items.map((item) => item.request_id),
  );
  for (const changes of over) expect(indexed).not.toContain(idOf(changes));
});
