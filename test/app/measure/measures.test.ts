import { afterAll, beforeAll, expect, test } from "vitest";
import { makeMeasureEvent } from "../../../src/app/measure/measure-event.ts";
import { makeMeasureGauges } from "../../../src/app/measure/measure-gauges.ts";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbBacklog } from "../../../src/aws/dynamodb/backlog.ts";
import { makeDynamoDbDeployedSettings } from "../../../src/aws/dynamodb/deployed-settings.ts";
import { makeDynamoDbPollerSightings } from "../../../src/aws/dynamodb/poller-sightings.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import type { Measurement } from "../../../src/core/own-metrics.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { after, approved, ben, cleo, created, newId, unwrapped } from "../../aws/dynamodb/sample-requests.ts";
import { startProvisionedAws } from "../../aws/start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

function openMeter(diesAt?: keyof Measurement["values"]) {
  const records: Measurement[] = [];
  const record = (one: Measurement) => {
    if (diesAt && diesAt in one.values) throw new Error("the process died");
    records.push(one);
  };
  return { meter: { record }, taken: () => records.splice(0).map(({ values }) => values) };
}

function openGauges(
  tenant: string,
  settingsHash: string,
  now: () => Date,
  diesAt?: keyof Measurement["values"],
) {
  const { meter, taken } = openMeter(diesAt);
  const documents = aws.documents();
  const sightings = makeDynamoDbPollerSightings(documents, aws.tables, tenant);
  const measure = makeMeasureGauges({
    backlog: makeDynamoDbBacklog(documents, aws.tables),
    sightings,
    auditLog: makeDynamoDbAuditLog(documents, aws.tables),
    settings: makeDynamoDbDeployedSettings(documents, aws.tables),
    settingsHash,
    meter,
    tenant,
    now,
  });
  return { measure, taken, sightings };
}

test("an event's notice is measured by the event and its request", async () => {
  const requests = makeDynamoDbRequestStore(aws.documents(), aws.tables);
  const { meter, taken } = openMeter();
  const measure = makeMeasureEvent({
    requests,
    auditLog: makeDynamoDbAuditLog(aws.documents(), aws.tables),
    meter,
  });
  const asked = created({ tenant: "events" });
  await requests.create(asked, asked.request.id);
  const once = approved(asked.request, ben, after(10));
  await requests.save(once);
  await requests.save(approved(once.request, cleo, after(40)));

  for (const sequence of [1, 2, 3]) {
    await measure({ requestId: asked.request.id, sequence, kind: "approved" });
  }
  await measure({ requestId: newId(), sequence: 1, kind: "created" });

  expect(taken()).toEqual([
    { RequestsCreated: 1 },
    {},
    { RequestsApproved: 1, ApprovedByHand: 1, TimeToDecision: 40 },
  ]);
});

test("each minute tells what waits, for how long, and since when the poller is silent; people are counted once an hour", async () => {
  const requests = makeDynamoDbRequestStore(aws.documents(), aws.tables);
  for (const seconds of [0, 60, 120]) {
    const asked = created({ tenant: "gauges" }, after(seconds));
    await requests.create(asked, asked.request.id);
    if (seconds === 0) await requests.save(unwrapped(escalate(asked.request, after(10))));
    if (seconds !== 120) continue;
    const once = approved(asked.request, ben, after(130));
    await requests.save(once);
    await requests.save(approved(once.request, cleo, after(140)));
  }
  let at = after(600);
  const { measure, taken, sightings } = openGauges("gauges", "settings", () => at);
  await sightings.note({ poller: "dc-1", at: after(570) });

  await measure();
  const first = taken();
  at = after(660);
  await measure();
  const second = taken();
  at = after(3600 + 660);
  await measure();
  const third = taken();

  expect(first).toEqual([
    { OpenRequests: 2, OldestOpenSeconds: 600 },
    { PollerSilentSeconds: 30 },
    { PolicyChanged: 0 },
    { ActivePeople: 3 },
  ]);
  expect(second).toEqual([{ OpenRequests: 2, OldestOpenSeconds: 660 }, { PollerSilentSeconds: 90 }]);
  expect(third.at(-1)).toEqual({ ActivePeople: 3 });
});

test("where nothing is, nothing waits, and a poller that never was is not silent", async () => {
  const { measure, taken } = openGauges("nobody", "settings", () => after(0));

  await measure();

  expect(taken()).toEqual([
    { OpenRequests: 0, OldestOpenSeconds: 0 },
    { PolicyChanged: 0 },
    { ActivePeople: 0 },
  ]);
});

test("another policy is told by the first process that has it, and by no other", async () => {
  const changes: unknown[] = [];
  for (const hash of ["one", "one", "two", "two", "one"]) {
    const { measure, taken } = openGauges("changing", hash, () => after(0));
    await measure();
    changes.push(taken().find((values) => "PolicyChanged" in values));
  }

  expect(changes).toEqual([0, 0, 1, 0, 1].map((PolicyChanged) => ({ PolicyChanged })));
});

test("what a process dies over before it is told is told by the next", async () => {
  await openGauges("dying", "one", () => after(0)).measure();
  const dying = openGauges("dying", "two", () => after(0), "PolicyChanged");
  const next = openGauges("dying", "two", () => after(0));

  await expect(dying.measure()).rejects.toThrow("the process died");
  await next.measure();

  expect(next.taken()).toContainEqual({ PolicyChanged: 1 });
});
