import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../src/app/change-request.ts";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { makeRequestArchive } from "../../src/aws/dynamodb/archived-request.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { ok } from "../../src/core/result.ts";
import { noteUndelivered } from "../../src/core/transitions/note-undelivered.ts";
import { type Desk, decisionOf, openDesk } from "../support/desk.ts";
import { mortal } from "../support/mortal.ts";
import { dana, priya, startWorkbench, tenant, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const day = 86_400;

async function rejectedAt(desk: Desk): Promise<ApprovalRequest> {
  const request = await desk.ask();
  await desk.decide(request.id, decisionOf(request, { kind: "reject", by: priya, comment: "not now" }));
  return desk.find(request.id);
}

async function itemOf({ id }: ApprovalRequest): Promise<Readonly<Record<string, unknown>>> {
  const key = { request_id: id };
  const { Item = {} } = await bench.documents.send(
    new GetCommand({ TableName: bench.tables.requests, Key: key, ConsistentRead: true }),
  );
  return Item;
}

test("what ended 90 days ago is archived with its events, once, and still found and listed", async () => {
  const desk = await openDesk(bench);
  const rejected = await rejectedAt(desk);

  desk.pass(89 * day);
  const early = await desk.workOffDue(10);
  desk.pass(day + 60);
  await Promise.all([1, 2, 3].map(() => desk.workOffDue(10)));
  const again = await desk.workOffDue(10);

  expect([early, again]).toEqual([0, 0]);
  expect(await desk.find(rejected.id)).toEqual(rejected);
  const item = await itemOf(rejected);
  expect(item).not.toHaveProperty("justification");
  expect(item).not.toHaveProperty("due_at");
  const listed = await desk.requests.listByRequester(dana.id, { limit: 100 });
  expect(listed.items.map(({ id }) => id)).toContain(rejected.id);
  const byStatus = await desk.requests.listByStatus(tenant, "rejected", { limit: 100 });
  expect(byStatus.items.map(({ id }) => id)).toContain(rejected.id);
  const lines = (await bench.objects.read(String(item.archive_key))).trimEnd().split("\n");
  const events = await desk.events(rejected.id);
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(["request", ...events.map(() => "event")]);
  expect(lines.map((line) => JSON.parse(line).event?.hash).slice(1)).toEqual(events.map(({ hash }) => hash));
});

test.each([
  ["before the object is written", 2, "before"],
  ["over the object's answer", 2, "after"],
] as const)(
  "a death %s leaves the request as it was, and the next run archives it",
  async (_when, calls, end) => {
    const desk = await openDesk(bench);
    const rejected = await rejectedAt(desk);
    desk.pass(91 * day);
    const ports = mortal(
      { requests: desk.requests, auditLog: desk.auditLog, objects: bench.objects },
      { calls: calls + 1, end },
    );
    const archive = makeRequestArchive(bench.documents, bench.tables, ports.objects);
    const { dispatch } = desk;
    const dying = makeWorkOffDue({ ...desk.ports, ...ports, archive, dispatch, onFailure: () => {} });

    await expect(dying(10)).rejects.toThrow(AggregateError);
    const between = await itemOf(rejected);
    await desk.workOffDue(10);

    expect(between).toHaveProperty("justification");
    expect(await itemOf(rejected)).toHaveProperty("archive_key");
    expect(await desk.find(rejected.id)).toEqual(rejected);
  },
);

test("what is noted of an archived request brings it back, and it is archived anew with that", async () => {
  const desk = await openDesk(bench);
  const { id } = await rejectedAt(desk);
  desk.pass(91 * day);
  await desk.workOffDue(10);

  const outcome = await changeRequest(desk.ports, id, (request, now) => {
    const noted = noteUndelivered(
      request,
      { surface: "email", place: "a@b.example", reason: "bounced" },
      now,
    );
    return noted ? ok(noted) : { ok: false, error: { kind: "changed-since-seen" } };
  });
  await desk.workOffDue(10);

  expect(outcome.ok).toBe(true);
  expect((await desk.find(id)).undelivered).toHaveLength(1);
  expect(await itemOf(await desk.find(id))).toHaveProperty("archive_key");
});

test("a request that changes while it is archived stays in the table", async () => {
  const desk = await openDesk(bench);
  const rejected = await rejectedAt(desk);
  const stale = { ...rejected, version: rejected.version - 1 };

  const outcome = await bench.archive.keep(stale, await desk.events(rejected.id));

  expect(outcome).toBe("conflict");
  expect(await itemOf(rejected)).toHaveProperty("justification");
});
