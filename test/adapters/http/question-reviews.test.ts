import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeStepFunctionsReviewWorkflow } from "../../../src/aws/step-functions/review-workflow.ts";
import { openDesk } from "../../support/desk.ts";
import { eventually } from "../../support/eventually.ts";
import { question, startWorkflowBench, type WorkflowBench } from "../../support/workflow-desk.ts";
import { openApiDoor } from "./open-api-door.ts";

let bench: WorkflowBench;
let stateMachineArn: string;

beforeAll(async () => {
  bench = await startWorkflowBench();
  stateMachineArn = await bench.define();
}, 60_000);
afterAll(() => bench.stop());

const path = "/iam/api/v1/question-reviews";
const order = { question, assigned_to: "lena.fischer@acme.example" };

async function openDoor() {
  const reviewWorkflow = makeStepFunctionsReviewWorkflow(bench.sfn, stateMachineArn);
  return openApiDoor(bench, await openDesk(bench), { reviewWorkflow });
}

test("a review is started for the caller, and shown as its workflow keeps it", async () => {
  const door = await openDoor();

  const started = await door.post(order, { path });
  const location = started.headers.location ?? "";
  const shown = await eventually("the stored review", async () => {
    const answer = await door.call({ method: "GET", path: location });
    return answer.status === 200 && answer;
  });

  expect(started.status).toBe(202);
  expect(location).toBe(`${path}/${started.body.review_id}`);
  expect(shown.body).toMatchObject({
    question: { ...question, options: [...question.options] },
    task: {
      assigned_by: "dana.reyes@acme.example",
      assigned_to: "lena.fischer@acme.example",
      status: "waiting",
    },
  });
});

test("the same key is the same review, and another order under it is refused", async () => {
  const door = await openDoor();
  const headers = { "idempotency-key": "question-7" };
  const first = await door.post(order, { path, headers });

  const again = await door.post(order, { path, headers });
  const other = await door.post({ ...order, on_reject: "failure" }, { path, headers });

  expect(again.body).toEqual(first.body);
  expect(other).toMatchObject({ status: 422, body: { code: "key-used" } });
});

test.each([
  [
    "an answer that is no option",
    { ...order, question: { ...question, correct_answer: "98" } },
    "is none of the options",
  ],
  ["one option", { ...order, question: { ...question, options: ["97"] } }, "options"],
  ["a stranger's address", { ...order, assigned_to: "somebody" }, "assigned_to"],
])("%s is wrong, and starts nothing", async (_, body, why) => {
  const door = await openDoor();

  const answer = await door.post(body, { path });

  expect(answer.status).toBe(400);
  expect(answer.body.detail).toContain(why);
});

test("nobody starts one in another's name, and what is not there is not found", async () => {
  const door = await openDoor();

  const named = await door.post({ ...order, assigned_by: "priya.nair@acme.example" }, { path });
  const unknown = await door.call({ method: "GET", path: `${path}/nothing` });
  // Longer than a key of DynamoDB's can be.
  const endless = await door.call({ method: "GET", path: `${path}/${"9".repeat(2049)}` });

  expect(named).toMatchObject({ status: 403, body: { code: "not-the-caller" } });
  expect(unknown).toMatchObject({ status: 404, body: { code: "unknown-review" } });
  expect(endless).toMatchObject({ status: 404, body: { code: "unknown-review" } });
});

test("a review that is kept in another way is a defect, and told as one", async () => {
  const door = await openDoor();
  await bench.documents.send(
    new PutCommand({ TableName: "question-reviews-test", Item: { review_id: "odd", task: 7 } }),
  );

  const answer = await door.call({ method: "GET", path: `${path}/odd` });

  expect(answer).toMatchObject({ status: 500, body: { code: "defect" } });
});
