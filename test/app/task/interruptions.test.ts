import { afterAll, beforeAll, expect, test } from "vitest";
import { everyDeath } from "../../support/mortal.ts";
import { lena } from "../../support/workbench.ts";
import { openWorkflowDesk, startWorkflowBench, type WorkflowBench } from "../../support/workflow-desk.ts";

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await startWorkflowBench();
}, 60_000);
afterAll(() => bench.stop());

/** Longer than whoever has claimed a task holds it. */
const leaseSeconds = 61;

/** A workflow that waits, and its message. */
async function openWaiting(input = {}) {
  const desk = await openWorkflowDesk(bench);
  const { executionArn } = await desk.start(input);
  const [message] = await desk.receive();
  if (!message) throw new Error("no message");
  return { desk, executionArn, message };
}

test("wherever a process dies over a workflow's message, it makes one request, and the workflow hears what is decided", async () => {
  let deaths = 0;
  for (const life of everyDeath(7)) {
    const { desk, executionArn, message } = await openWaiting();

    await desk
      .takeTaskIn(life)(message)
      .catch(() => {
        deaths += 1;
        return desk.takeTask(message);
      });

    const what = `after call ${life.calls}`;
    const [id, ...others] = await desk.made();
    if (!id) throw new Error(`no request, ${what}`);
    expect(others, what).toEqual([]);
    await desk.decideAs(id, lena, "approve");
    await desk.dispatch(id);
    expect((await desk.ended(executionArn)).status, what).toBe("SUCCEEDED");
    expect(await desk.events(id), what).toEqual(["created", "approved", "claimed", "completed"]);
  }

  expect(deaths).toBeGreaterThan(4);
}, 60_000);

test("wherever it dies over one that was decided before its token was kept, the workflow hears of it, and that is noted once", async () => {
  const answers = new Set<string | undefined>();
  for (const life of everyDeath(17)) {
    const { desk, executionArn, message } = await openWaiting();
    await expect(desk.takeTaskIn({ calls: 1, end: "after" })(message)).rejects.toThrow("died");
    const [id] = await desk.made();
    if (!id) throw new Error("no request");
    await desk.decideAs(id, lena, "approve");

    await desk
      .takeTaskIn(life)(message)
      .catch(() => desk.takeTask(message));
    desk.pass(leaseSeconds);
    await desk.lookAfter(10);

    const what = `after call ${life.calls}`;
    const { status, task } = await desk.find(id);
    expect((await desk.ended(executionArn)).status, what).toBe("SUCCEEDED");
    expect(await desk.events(id), what).toEqual([
      "created",
      "approved",
      "claimed",
      status === "executed" ? "completed" : "failed",
    ]);
    answers.add(task?.answer);
  }

  // Only between the telling and the note nobody can know.
  expect(answers).toEqual(new Set(["told", "unknown"]));
}, 60_000);

test("wherever it dies over one that makes no request, the workflow hears why", async () => {
  for (const life of everyDeath(3)) {
    const { desk, executionArn, message } = await openWaiting({ assigned_to: "olga.weber@acme.example" });

    await desk
      .takeTaskIn(life)(message)
      .catch(() => desk.takeTask(message));

    const what = `after call ${life.calls}`;
    expect((await desk.ended(executionArn)).cause, what).toContain("Countersign.Refused");
    expect(await desk.made(), what).toEqual([]);
  }
});
