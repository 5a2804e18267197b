import { afterAll, beforeAll, expect, test } from "vitest";
import { cardOf } from "../../../src/core/card.ts";
import { dana, lena } from "../../support/workbench.ts";
import {
  openWorkflowDesk,
  question,
  startWorkflowBench,
  type WorkflowBench,
} from "../../support/workflow-desk.ts";

let bench: WorkflowBench;

beforeAll(async () => {
  bench = await startWorkflowBench();
}, 60_000);
afterAll(() => bench.stop());

/** A review that waits for Lena. */
async function waiting(changes: Parameters<typeof openWorkflowDesk>[1] = {}, input = {}) {
  const desk = await openWorkflowDesk(bench, changes);
  const { executionArn, name } = await desk.start(input);
  const [id, ...others] = await desk.deliver();
  if (!id || others.length > 0) throw new Error("not just one request");
  return { ...desk, executionArn, name, id };
}

test("a question goes to its assessor with all that they have to know, and with nothing that resumes the workflow", async () => {
  const desk = await waiting();

  const request = await desk.find(desk.id);
  const review = await desk.review(desk.name);

  expect(request).toMatchObject({
    status: "pending",
    requestedBy: { id: dana.id },
    risk: "medium",
    requirement: { approvals: 1, approvers: [lena.id] },
    emailRecipients: [lena.id],
  });
  const card = cardOf(request, desk.now());
  expect(card.facts).toEqual(
    expect.arrayContaining([
      { label: "Question", value: question.text },
      { label: "Options", value: "1. 91\n2. 97\n3. 111" },
      { label: "Correct answer", value: "97" },
      { label: "Workflow", value: `${desk.executionArn.split(":").at(-2)} / ${desk.name}` },
    ]),
  );
  expect(review).toMatchObject({
    question: { ...question, options: [...question.options] },
    task: { assigned_by: dana.id, assigned_to: lena.id, status: "waiting", comments: [] },
  });
});

test("an approved question's workflow goes on with the decision, and its task says so", async () => {
  const desk = await waiting();

  await desk.decideAs(desk.id, lena, "approve", "Clear and correct.");
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    request_id: desk.id,
    decision: "approved",
    decided_by: [lena.id],
    comment: "Clear and correct.",
    digest: (await desk.find(desk.id)).digest,
  });
  expect((await desk.review(desk.name))?.task).toMatchObject({
    status: "approved",
    comments: ["Clear and correct."],
  });
  expect(await desk.find(desk.id)).toMatchObject({ status: "executed", task: { answer: "told" } });
  expect(await desk.events(desk.id)).toEqual(["created", "approved", "claimed", "completed"]);
  await desk.announce(desk.id);
  expect(desk.chat.lines).toEqual(["The workflow was told, and goes on."]);
  expect(desk.chat.notices).toEqual([]);
});

test("a rejection is an answer like any other, and the workflow goes on with it", async () => {
  const desk = await waiting();

  await desk.decideAs(desk.id, lena, "reject", "Two options are prime.");
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    decision: "rejected",
    comment: "Two options are prime.",
  });
  expect((await desk.review(desk.name))?.task).toMatchObject({
    status: "rejected",
    comments: ["Two options are prime."],
  });
  expect(await desk.find(desk.id)).toMatchObject({ status: "rejected", task: { answer: "told" } });
});

test("who prefers a failure to a rejection can catch it, with the reason", async () => {
  const desk = await waiting({}, { on_reject: "failure" });

  await desk.decideAs(desk.id, lena, "reject", "Two options are prime.");
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(JSON.parse(execution.output ?? "")).toEqual({
    decision: "rejected",
    comment: `${desk.id} was rejected by ${lena.id}. Two options are prime.`,
  });
});

test("a workflow whose time is over has an end of its own, and closes its request", async () => {
  const desk = await waiting({ TimeoutSeconds: 1 });

  const execution = await desk.ended(desk.executionArn);
  desk.pass(300);
  await desk.lookAfter(10);

  expect(execution).toMatchObject({ status: "FAILED", error: "ReviewTimedOut" });
  expect((await desk.review(desk.name))?.task).toMatchObject({ status: "timed_out" });
  const request = await desk.find(desk.id);
  expect(request).toMatchObject({ status: "cancelled", task: { answer: "gone" } });
  expect(cardOf(request, desk.now()).state.text).toBe("Closed: the workflow no longer waits");
  expect(await desk.lookAfter(10)).toBe(0);
});

test("a stopped execution closes its request", async () => {
  const desk = await waiting();

  await desk.stopExecution(desk.executionArn);
  desk.pass(300);
  await desk.lookAfter(10);
  await desk.announce(desk.id);

  expect(await desk.find(desk.id)).toMatchObject({ status: "cancelled" });
  expect(desk.chat.lines).toEqual([expect.stringContaining("The workflow no longer waits")]);
});

test("an approval that nobody waits for any more fails, and whoever gave it is told", async () => {
  const desk = await waiting();
  await desk.stopExecution(desk.executionArn);

  await desk.decideAs(desk.id, lena, "approve");
  await desk.dispatch(desk.id);
  await desk.announce(desk.id);

  expect(await desk.find(desk.id)).toMatchObject({
    status: "failed",
    task: { answer: "gone" },
    outcome: { guidance: expect.stringContaining("Start the workflow again") },
  });
  expect(desk.chat.lines).toEqual([expect.stringContaining("The workflow no longer waits")]);
  expect(desk.chat.notices).toEqual([expect.objectContaining({ channel: lena.id })]);
});

test("a rejection that nobody waits for any more stays one, and whoever gave it is told", async () => {
  const desk = await waiting();
  await desk.stopExecution(desk.executionArn);

  await desk.decideAs(desk.id, lena, "reject", "No.");
  await desk.dispatch(desk.id);
  await desk.announce(desk.id);

  expect(await desk.find(desk.id)).toMatchObject({ status: "rejected", task: { answer: "gone" } });
  expect(desk.chat.notices.map(({ text }) => text)).toEqual([
    expect.stringContaining("which you decided: The workflow no longer waits"),
  ]);
});

test("a cancelled request fails its workflow with the cause", async () => {
  const desk = await waiting();

  await desk.cancelAs(desk.id, dana);
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(execution).toMatchObject({ status: "FAILED", error: "ReviewFailed" });
  expect(execution.cause).toContain(`Countersign.Cancelled: ${desk.id} was cancelled by ${dana.id}`);
  expect((await desk.review(desk.name))?.task).toMatchObject({ status: "failed" });
});

test("an expired request ends its workflow as timed out", async () => {
  const desk = await waiting();

  desk.pass(72 * 3600 + 1);
  await desk.workOffDue(10);
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(await desk.find(desk.id)).toMatchObject({ status: "expired", task: { answer: "told" } });
  expect(execution).toMatchObject({ status: "FAILED", error: "ReviewTimedOut" });
});

test("a workflow goes on after a restart of Step Functions, with the token that it had", async () => {
  const desk = await waiting();

  await bench.restartStepFunctions();
  await desk.decideAs(desk.id, lena, "approve");
  await desk.dispatch(desk.id);
  const execution = await desk.ended(desk.executionArn);

  expect(execution.status).toBe("SUCCEEDED");
});
