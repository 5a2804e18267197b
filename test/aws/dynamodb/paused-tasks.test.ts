import { afterAll, expect, test } from "vitest";
import type { PausedTask } from "../../../src/app/ports/paused-tasks.ts";
import { makeDynamoDbPausedTasks } from "../../../src/aws/dynamodb/paused-tasks.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

const aws = await startProvisionedAws();
afterAll(() => aws.stop());

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, seconds));
const openStore = (endpoint?: string) =>
  makeDynamoDbPausedTasks(aws.documents(endpoint), aws.tables, () => at(0));

const task = (changes: Partial<PausedTask> = {}): PausedTask => ({
  requestId: newRequestId(),
  revision: 0,
  sealedToken: "kms1.sealed",
  beatSeconds: 60,
  dueAt: at(60),
  claimedUntil: undefined,
  mayBeTold: false,
  answer: undefined,
  ...changes,
});

test("a paused task is found as it was saved, one revision on", async () => {
  const store = openStore();
  const one = task({ claimedUntil: at(30), mayBeTold: true });

  const saved = await store.save(one);

  expect(saved).toEqual({ ...one, revision: 1 });
  expect(await store.find(one.requestId)).toEqual(saved);
  expect(await store.find(newRequestId())).toBeUndefined();
});

test("of two that save on the same revision one comes first, and the other is told so", async () => {
  const store = openStore();
  const first = await store.save(task());
  if (!first) throw new Error("not saved");

  const outcomes = await Promise.all([store.save(first), store.save({ ...first, mayBeTold: true })]);

  expect(outcomes.filter((one) => one !== undefined)).toHaveLength(1);
  expect(await store.save({ ...first, revision: 0 })).toBeUndefined();
});

test("what is due is listed, the longest due first, and no request among it; what is over is not", async () => {
  const store = openStore();
  const late = task({ dueAt: at(20) });
  const later = task({ dueAt: at(10) });
  const over = task({ dueAt: undefined, sealedToken: undefined, answer: "told" });
  for (const one of [late, later, over, task({ dueAt: at(59) })]) await store.save(one);

  expect(await store.listDue(at(30), 10)).toEqual([later.requestId, late.requestId]);
  expect(await store.listDue(at(30), 1)).toEqual([later.requestId]);
  expect(await store.find(over.requestId)).toMatchObject({ answer: "told", sealedToken: undefined });
});

test("a save whose answer is lost is told as saved, so that its claimer goes on", async () => {
  const proxy = await startFaultProxy(aws.endpoints.dynamodb, (operation, nth) => ({
    kind: operation === "PutItem" && nth === 0 ? "lose-answer" : "pass",
  }));
  const one = task({ claimedUntil: at(30) });

  const saved = await openStore(proxy.url).save(one);

  expect(saved).toEqual({ ...one, revision: 1 });
  expect(await openStore().find(one.requestId)).toEqual(saved);
});
