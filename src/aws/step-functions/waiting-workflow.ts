import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  type SFNClientConfig,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { NotDoneError } from "../../app/gateway-error.ts";
import type { WaitingWorkflow, WorkflowAnswer } from "../../app/ports/waiting-workflow.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";
import { isDefiniteRefusal } from "../definite-refusal.ts";

/** One attempt: a second one of the SDK's own would be answered as if nobody had waited, where the first one has arrived. */
export function makeStepFunctionsClient(overrides: SFNClientConfig = {}): SFNClient {
  const bounds = { attempts: 1, connectionMilliseconds: 1000, requestMilliseconds: 5000 };
  return new SFNClient({ ...boundedClient(bounds), ...overrides });
}

/** What Step Functions says of a token that nobody waits with: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const goneErrors = [TaskTimedOut, TaskDoesNotExist, InvalidToken];

/** Workflows of AWS Step Functions that wait for a task's token. */
export function makeStepFunctionsWaitingWorkflow(client: SFNClient): WaitingWorkflow {
  return {
    tell: (taskToken, message) =>
      message.kind === "success"
        ? answered(
            "SendTaskSuccess",
            client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(message.output) })),
          )
        : answered(
            "SendTaskFailure",
            client.send(
              new SendTaskFailureCommand({ taskToken, error: message.error, cause: message.cause }),
            ),
          ),
    beat: (taskToken) =>
      answered("SendTaskHeartbeat", client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

async function answered(call: string, sent: Promise<unknown>): Promise<WorkflowAnswer> {
  try {
    await sent;
    return "taken";
  } catch (cause) {
    if (goneErrors.some((kind) => cause instanceof kind)) return "gone";
    // Without the cause: what it says may quote the token.
    if (isDefiniteRefusal(cause))
      throw new NotDoneError(`Step Functions ${call} was refused: ${nameOf(cause)}`);
    return answerOf(`Step Functions ${call}`, Promise.reject(cause));
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
