import { createHash } from "node:crypto";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { isOpen, type RequestId } from "../../core/request.ts";
import { err, type Result } from "../../core/result.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import type { Change } from "../../core/transitions/change.ts";
import { create } from "../../core/transitions/create.ts";
import type { RequestChanger } from "../change-request.ts";
import { GatewayError } from "../gateway-error.ts";
import type { PausedTasks } from "../ports/paused-tasks.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { WaitingWorkflow, WorkflowAnswer } from "../ports/waiting-workflow.ts";
import { draftTask } from "./draft-task.ts";
import type { SettleTask } from "./settle-task.ts";
import { type TaskMessage, type TaskSubmission, taskSubmissionSchema } from "./task-message.ts";
import { tokenContextOf } from "./token-context.ts";

interface Dependencies extends RequestChanger {
  readonly pausedTasks: PausedTasks;
  readonly secretBox: SecretBox;
  readonly workflow: WaitingWorkflow;
  readonly policy: Policy;
  readonly tenant: string;
  readonly newRequestId: () => RequestId;
  readonly settleTask: SettleTask;
  /** Told of each message that makes no request, and whether its workflow heard so. */
  readonly onRefused: (refusal: Refusal, answer: WorkflowAnswer) => void;
}

export type TakeTask = (message: TaskMessage) => Promise<void>;

const usualBeatSeconds = 60;
const longestBeatSeconds = 300;

/**
 * Makes the request of a task that a paused workflow has sent, and keeps its token sealed. A copy of the message makes none, as
 * the token is the same, and completes what the first one may have left. What is refused fails the task, with the reason.
 */
export function makeTakeTask(deps: Dependencies): TakeTask {
  const { requests, pausedTasks, workflow, tenant } = deps;
  return async ({ token, submission }) => {
    const correlationId = `task#${createHash("sha256").update(token).digest("hex")}`;
    const known = await requests.findCreated(tenant, correlationId, deps.now());
    if (known) return keep(known, token, submission);
    const parsed = taskSubmissionSchema.safeParse(submission);
    const created = parsed.success ? draft(parsed.data) : err<Refusal>(refusalOf(parsed.error.issues));
    if (created.ok) return keep(await requests.create(created.value, correlationId), token, submission);
    const cause = refusalText(created.error).slice(0, 2000);
    deps.onRefused(
      created.error,
      await workflow.tell(token, { kind: "failure", error: "Countersign.Refused", cause }),
    );
  };

  function draft(submission: TaskSubmission): Result<Change, Refusal> {
    const now = deps.now();
    const drafted = draftTask(submission, { ...deps, id: deps.newRequestId(), now });
    return drafted.ok ? create(drafted.value, now) : drafted;
  }

  async function keep(id: RequestId, token: string, submission: unknown): Promise<void> {
    if (!(await pausedTasks.find(id))) {
      const beatSeconds = beatSecondsOf(taskSubmissionSchema.parse(submission));
      await pausedTasks.save({
        requestId: id,
        revision: 0,
        sealedToken: await deps.secretBox.seal(token, tokenContextOf(id)),
        beatSeconds,
        dueAt: secondsAfter(deps.now(), beatSeconds),
        claimedUntil: undefined,
        mayBeTold: false,
        answer: undefined,
      });
    }
    const request = await requests.find(id);
    if (!request) throw new GatewayError(`${id} was there and is gone`);
    // Decided by the policy at birth, or by somebody before there was a token to tell it with.
    if (!isOpen(request)) await deps.settleTask(request);
  }
}

/** Three times within what the workflow waits for a heartbeat. */
function beatSecondsOf({ heartbeat_seconds }: TaskSubmission): number {
  if (heartbeat_seconds === undefined) return usualBeatSeconds;
  return Math.min(Math.floor(heartbeat_seconds / 3), longestBeatSeconds);
}

function refusalOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Refusal {
  return {
    kind: "invalid-parameters",
    issues: issues.map(({ path, message }) => ({ parameter: path.join(".") || "message", message })),
  };
}
