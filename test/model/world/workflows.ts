import type { Carried } from "../wire/sdk-line.ts";

/** A task of a state machine that waits, as Step Functions knows it. */
export interface Workflow {
  readonly token: string;
  /** Nobody else's. */
  readonly title: string;
  readonly onReject: "decision" | "failure";
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Unix milliseconds. */
  readonly beganAt: number;
  lastBeatAt: number;
  end: WorkflowEnd | undefined;
}

type WorkflowEnd =
  | { readonly kind: "success"; readonly output: Readonly<Record<string, unknown>> }
  | { readonly kind: "failure"; readonly error: string; readonly cause: string }
  | { readonly kind: "stopped" };

export type Workflows = ReturnType<typeof makeWorkflows>;

/** Step Functions, as far as tasks go that wait with a token. */
export function makeWorkflows(clock: () => number) {
  const all: Workflow[] = [];

  function isWaiting({ end, beganAt, lastBeatAt, timeoutSeconds, heartbeatSeconds }: Workflow): boolean {
    const isTooLate = timeoutSeconds !== undefined && clock() >= beganAt + timeoutSeconds * 1000;
    const isSilent = heartbeatSeconds !== undefined && clock() >= lastBeatAt + heartbeatSeconds * 1000;
    return !end && !isTooLate && !isSilent;
  }

  function take(workflow: Workflow, operation: string, asked: Readonly<Record<string, string>>): void {
    switch (operation) {
      case "SendTaskSuccess":
        workflow.end = { kind: "success", output: JSON.parse(asked.output ?? "") };
        break;
      case "SendTaskFailure":
        workflow.end = { kind: "failure", error: asked.error ?? "", cause: asked.cause ?? "" };
        break;
      case "SendTaskHeartbeat":
        workflow.lastBeatAt = clock();
        break;
      default:
        throw new Error(`Step Functions knows no ${operation}`);
    }
  }

  return {
    all: all as readonly Workflow[],
    isWaiting,
    /** A state machine comes to a task that waits. */
    begin(settings: Pick<Workflow, "onReject" | "timeoutSeconds" | "heartbeatSeconds">): Workflow {
      const number = all.length + 1;
      const [token, title] = [`token-${number}`, `Publish price list ${number}`];
      const workflow = { ...settings, token, title, beganAt: clock(), lastBeatAt: clock(), end: undefined };
      all.push(workflow);
      return workflow;
    },
    /** Somebody stops the execution. */
    stop(workflow: Workflow): void {
      workflow.end ??= { kind: "stopped" };
    },
    /** As the SDK sends it: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
    answer(operation: string, body: string): Carried {
      const { taskToken, ...asked } = JSON.parse(body);
      const workflow = all.find(({ token }) => token === taskToken);
      const isTaken = workflow !== undefined && isWaiting(workflow);
      if (isTaken) take(workflow, operation, asked);
      return {
        statusCode: isTaken ? 200 : 400,
        headers: { "content-type": "application/x-amz-json-1.0" },
        body: Buffer.from(isTaken ? "{}" : '{"__type":"TaskTimedOut","message":"Task Timed Out"}'),
      };
    },
  };
}
