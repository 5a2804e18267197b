import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Conversation } from "../../../src/app/ports/conversation-store.ts";
import { makeDynamoDbConversationStore } from "../../../src/aws/dynamodb/conversation-store.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const open = () => makeDynamoDbConversationStore(bench.documents, bench.tables);

function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: `19:${randomUUID()}@thread.tacv2`,
    tenantId: randomUUID(),
    serviceUrl: "https://smba.example/teams/",
    botId: "28:bot",
    teamId: "19:team@thread.tacv2",
    seenAt: new Date("2026-11-27T10:00:00.000Z"),
    isRemoved: false,
    ...changes,
  };
}

test("a conversation is found again by another process, and as the latest of its tenant", async () => {
  const one = conversation();
  const other = conversation({ tenantId: one.tenantId, seenAt: new Date("2026-11-27T11:00:00.000Z") });

  await open().save(other);
  await open().save(one);

  expect(await open().find(one.id)).toEqual(one);
  expect(await open().findOfTenant(one.tenantId)).toEqual(other);
  expect(await open().find("nowhere")).toBeUndefined();
  expect(await open().findOfTenant("none")).toBeUndefined();
});

test("what comes late does not undo what came after it", async () => {
  const store = open();
  const before = conversation();
  const removed = { ...before, seenAt: new Date("2026-11-27T10:00:01.000Z"), isRemoved: true };

  await store.save(before);
  await store.save(removed);
  await store.save(before);

  expect(await store.find(before.id)).toEqual(removed);
  expect(await store.findOfTenant(before.tenantId)).toEqual(before);
});

test("a person is kept with their own chat once there is one", async () => {
  const store = open();
  const met = {
    person: priya.id,
    userId: "29:1",
    tenantId: "t",
    serviceUrl: "https://smba.example/",
    botId: "28:bot",
  };

  await store.saveMember(met);
  const first = await store.findMember(priya.id);
  await store.saveMember({ ...met, conversationId: "a:1" });

  expect(first).toEqual({ ...met, conversationId: undefined });
  expect(await store.findMember(priya.id)).toEqual({ ...met, conversationId: "a:1" });
});
