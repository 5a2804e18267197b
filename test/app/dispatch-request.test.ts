import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRequest } from "../../src/app/change-request.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import { create } from "../../src/core/transitions/create.ts";
import { createPart } from "../../src/core/transitions/create-part.ts";
import { claim, complete } from "../../src/core/transitions/run.ts";
import { schedule } from "../../src/core/transitions/schedule.ts";
import { accepted, decisionOf, openDesk } from "../support/desk.ts";
import { dana, priya, startWorkbench, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

test("an approved request is sent to run, from its first step", async () => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved();

  await desk.dispatch(request.id);

  expect(await desk.runSteps.take()).toEqual([{ requestId: request.id, step: 0 }]);
});

test("a request that the policy approved at birth is sent too", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask({ instanceId: "dev-postgres-01" });

  await desk.dispatch(request.id);
  await desk.drainRuns();

  expect((await desk.find(request.id)).status).toBe("executed");
});

test("a scheduled request is sent, and waits for its time", async () => {
  const desk = await openDesk(bench);
  const { id } = await desk.askApproved();
  const startAt = new Date(desk.now().getTime() + 3_600_000);
  accepted(await changeRequest(desk.ports, id, (request, now) => schedule(request, { startAt }, now)));

  await desk.dispatch(id);
  await desk.drainRuns();
  const early = await desk.find(id);
  desk.pass(3600);
  await desk.dispatch(id);
  await desk.drainRuns();

  expect(early.status).toBe("scheduled");
  expect((await desk.find(id)).status).toBe("executed");
});

test("a request that nobody approved, that was rejected or that has run is not sent", async () => {
  const desk = await openDesk(bench);
  const open = await desk.ask();
  const rejected = await desk.ask();
  await desk.decide(rejected.id, decisionOf(rejected, { kind: "reject", comment: "No." }));
  const done = await desk.askApproved();
  await desk.dispatch(done.id);
  await desk.drainRuns();

  for (const id of [open.id, rejected.id, done.id, newRequestId()]) await desk.dispatch(id);

  expect(await desk.runSteps.waiting()).toBe(0);
});

test("an approved task of a workflow is none of RDS's", async () => {
  const desk = await openDesk(bench);
  const sample = await desk.ask({ instanceId: "dev-postgres-01" });
  const id = newRequestId();
  const intent = { kind: "task", title: "Close the books", details: {} } as const;
  const born = accepted(create({ ...sample, id, intent, requestedBy: dana }, desk.now()));
  await desk.requests.create(born, id);

  await desk.dispatch(id);

  expect((await desk.find(id)).status).toBe("approved");
  expect(await desk.runSteps.waiting()).toBe(0);
});

test("the event of the first of two approvals sends nothing", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();
  await desk.approve(request, priya);

  await desk.dispatch(request.id);

  expect(await desk.runSteps.waiting()).toBe(0);
});

test("the end of one instance of a bulk request wakes the bulk request's run", async () => {
  const desk = await openDesk(bench);
  const bulk = await desk.ask({ instanceId: "dev-mysql-01,dev-postgres-01" });
  const times = { patienceSeconds: 60, leaseSeconds: 60 };
  const run = accepted(
    await changeRequest(desk.ports, bulk.id, (request, now) => claim(request, times, now)),
  );
  const part = createPart(run, 0, desk.now());
  const id = await desk.requests.create(part as NonNullable<typeof part>, "once");

  await desk.dispatch(id);
  const whenBorn = await desk.runSteps.take();
  await changeRequest(desk.ports, id, (request, now) => claim(request, times, now));
  await desk.dispatch(id);
  const whileRunning = await desk.runSteps.take();
  await changeRequest(desk.ports, id, (request, now) => complete(request, [], now));
  await desk.dispatch(id);
  const atItsEnd = await desk.runSteps.take();

  expect(whenBorn).toEqual([{ requestId: id, step: 0 }]);
  expect(whileRunning).toEqual([]);
  expect(atItsEnd).toEqual([{ requestId: bulk.id, step: 0 }]);
});
