import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { makeStepFunctionsReviewWorkflow } from "../../aws/step-functions/review-workflow.ts";
import { makeStepFunctionsClient } from "../../aws/step-functions/waiting-workflow.ts";
import { readLauncherConfig } from "../../config.ts";
import { personIdSchema } from "../../core/person.ts";
import { acmePeople } from "../parts/workspace.ts";
import { findReviewWorkflow } from "./review-file.ts";

const secondMs = 1000;

/** Has a sample question reviewed, as any program would that starts the workflow, and waits for its end. */
async function orderReview(say: (line: string) => void): Promise<void> {
  const where = findReviewWorkflow(readLauncherConfig().dataFolder);
  if (!where) {
    return say("Countersign is not running here: type npm start in another terminal first.");
  }
  const { endpoint, region, stateMachineArn } = where;
  const credentials = { accessKeyId: "embedded", secretAccessKey: "embedded" };
  const client = makeStepFunctionsClient({ endpoint, region, credentials, maxAttempts: 3 });
  const reviewId = `review-${randomUUID().slice(0, 8)}`;
  await makeStepFunctionsReviewWorkflow(client, stateMachineArn).start(reviewId, {
    question: {
      text: "Which of these is a prime number?",
      options: ["91", "97", "111", "119"],
      correctAnswer: "97",
    },
    assignedBy: personIdSchema.parse(acmePeople.dana.email),
    assignedTo: personIdSchema.parse(acmePeople.lena.email),
    onReject: "decision",
  });
  say(
    `${reviewId} is started, and waits for ${acmePeople.lena.realName}: a card is in #db-approvals, and a mail in the inbox.`,
  );
  const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${reviewId}`;
  for (;;) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status !== "RUNNING") {
      client.destroy();
      return say(`The workflow has ended, ${status}: ${output ?? `${error}: ${cause}`}`);
    }
    await sleep(secondMs);
  }
}

await orderReview((line) => process.stdout.write(`${line}\n`));
