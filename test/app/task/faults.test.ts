import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dana, lena } from "../../support/workbench.ts";
import { openWorkflowDesk, startWorkflowBench, type WorkflowBench } from "../../support/workflow-desk.ts";

let bench: WorkflowBench;

beforeAll(async () => {
  bench = await startWorkflowBench();
}, 60_000);
afterAll(() => bench.stop());

async function waiting() {
  const desk = await openWorkflowDesk(bench);
  const { executionArn, name } = await desk.start();
  const [id] = await desk.deliver();
  if (!id) throw new Error("no request");
  return { ...desk, executionArn, name, id };
}

test("a message that comes three times makes one request", async () => {
  const desk = await openWorkflowDesk(bench);
  await desk.start();

  const ids = await desk.deliver(3);

  expect(ids).toHaveLength(1);
});

test("a decision during an outage of Step Functions is told once that is over", async () => {
  const desk = await waiting();
  await desk.fail({ action: "SendTaskSuccess", kind: "error", times: 2 });

  await desk.decideAs(desk.id, lena, "approve");
  await expect(desk.dispatch(desk.id)).rejects.toThrow("SendTaskSuccess");
  expect(await desk.lookAfter(10)).toBe(1);
  expect(await desk.find(desk.id)).toMatchObject({ status: "executing" });
  await desk.lookAfter(10);
  const execution = await desk.ended(desk.executionArn);

  expect(execution.status).toBe("SUCCEEDED");
  expect(await desk.find(desk.id)).toMatchObject({ status: "executed" });
  expect(desk.failures).toHaveLength(1);
});

test("where an answer was lost, nobody claims to know whether the workflow has heard", async () => {
  const desk = await waiting();
  await desk.fail({ action: "SendTaskSuccess", kind: "drop-after" });

  await desk.decideAs(desk.id, lena, "approve");
  await expect(desk.dispatch(desk.id)).rejects.toThrow("SendTaskSuccess");
  await desk.lookAfter(10);
  const execution = await desk.ended(desk.executionArn);

  expect(execution.status).toBe("SUCCEEDED");
  expect(await desk.find(desk.id)).toMatchObject({
    status: "failed",
    task: { answer: "unknown" },
    outcome: { guidance: expect.stringContaining("Look at its execution") },
  });
});

test("an event that comes twice at the same moment tells the workflow once", async () => {
  const desk = await waiting();

  await desk.decideAs(desk.id, lena, "approve");
  await Promise.allSettled([desk.dispatch(desk.id), desk.dispatch(desk.id), desk.dispatch(desk.id)]);
  await desk.ended(desk.executionArn);
  await desk.lookAfter(10);

  expect(await desk.find(desk.id)).toMatchObject({ status: "executed", task: { answer: "told" } });
  expect(await desk.events(desk.id)).toEqual(["created", "approved", "claimed", "completed"]);
});

test("a decision that is faster than the keeping of the token is told when that is done", async () => {
  const desk = await openWorkflowDesk(bench);
  const { executionArn } = await desk.start();
  const [id] = await desk.deliver();
  if (!id) throw new Error("no request");
  const { find } = desk.pausedTasks;
  const blind = { ...desk.pausedTasks, find: async () => undefined };
  Object.assign(desk.pausedTasks, blind);
  await desk.decideAs(id, lena, "approve");
  await desk.dispatch(id);
  Object.assign(desk.pausedTasks, { find });

  desk.pass(300);
  await desk.workOffDue(10);

  expect((await desk.ended(executionArn)).status).toBe("SUCCEEDED");
});

test("heartbeats keep a task alive, and come only as often as it needs them", async () => {
  const desk = await waiting();
  const dueAt = async () => (await desk.pausedTasks.find(desk.id))?.dueAt;
  const first = await dueAt();

  await desk.lookAfter(10);
  const early = await dueAt();
  desk.pass(210);
  await desk.lookAfter(10);
  const next = await dueAt();

  expect(early).toEqual(first);
  // A third of the ten minutes that the workflow waits for one.
  expect((next?.getTime() ?? 0) - desk.now().getTime()).toBeGreaterThan(190_000);
  expect(await desk.find(desk.id)).toMatchObject({ status: "pending" });
});

describe("a message that makes no request", () => {
  test.each([
    ["names strangers", { assigned_to: "olga.weber@acme.example" }, "may not decide this"],
    ["names its requester alone", { assigned_by: "lena.fischer@acme.example" }, "Nobody can approve this"],
    [
      "has an endless detail",
      { question: { text: "x".repeat(3001), options: ["a"], correct_answer: "a" } },
      "3000 characters at most",
    ],
    ["has an unknown way to reject", { on_reject: "explode" }, "on_reject"],
  ])("because it %s fails its task, with the reason", async (_, input, why) => {
    const desk = await openWorkflowDesk(bench);
    const { executionArn, name } = await desk.start(input);

    const ids = await desk.deliver(2);
    const execution = await desk.ended(executionArn);

    expect(ids).toEqual([]);
    expect(execution).toMatchObject({ status: "FAILED", error: "ReviewFailed" });
    expect(execution.cause).toContain("Countersign.Refused");
    expect(execution.cause).toContain(why);
    expect((await desk.review(name))?.task).toMatchObject({ status: "failed" });
    expect(desk.refused.map(([, answer]) => answer)).toEqual(["taken", "gone"]);
  });
});

test("no table holds a token that resumes anything", async () => {
  const desk = await waiting();
  await desk.decideAs(desk.id, lena, "approve");
  await desk.dispatch(desk.id);
  const open = await desk.start();
  await desk.deliver();
  const { TableNames = [] } = await bench.aws.clients.dynamodb.send(new ListTablesCommand({}));

  const scans = TableNames.map((TableName) => bench.documents.send(new ScanCommand({ TableName })));
  const everything = JSON.stringify((await Promise.all(scans)).map(({ Items }) => Items));

  expect(open.executionArn).not.toBe("");
  expect(desk.tokens).toHaveLength(2);
  expect(everything).toContain(desk.id);
  for (const token of desk.tokens) expect(everything).not.toContain(token.slice(0, 40));
  expect(everything).toContain(dana.id);
});
