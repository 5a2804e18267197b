import { makeDispatchAction } from "../app/action/dispatch-action.ts";
import { makeDispatchByKind } from "../app/dispatch-by-kind.ts";
import { type DispatchRequest, makeDispatchRequest } from "../app/dispatch-request.ts";
import { requestsOfTenant } from "../app/requests-of-tenant.ts";
import { makeSettleTask } from "../app/task/settle-task.ts";
import { makeDynamoDbPausedTasks } from "../aws/dynamodb/paused-tasks.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { makeSqsDecisionQueue } from "../aws/sqs/decision-queue.ts";
import { makeSqsClient } from "../aws/sqs/run-queue.ts";
import {
  makeStepFunctionsClient,
  makeStepFunctionsWaitingWorkflow,
} from "../aws/step-functions/waiting-workflow.ts";
import { type Config, required } from "../config.ts";
import { systemClock, wireActionStores, wirePolicy, wireRunQueue, wireStores } from "../wiring.ts";
import { documentClientOf } from "./document-client-of.ts";
import { wireDecisionSigner, wireSecretBox } from "./wire-keys.ts";

/** What a paused workflow is told with, and what is kept for that. */
export function wireTasks(config: Config) {
  const { stage, tenant } = config;
  const deps = {
    ...systemClock,
    requests: requestsOfTenant(wireStores(config).requests, tenant),
    pausedTasks: makeDynamoDbPausedTasks(documentClientOf(config), tableNamesOf(stage), systemClock.now),
    secretBox: wireSecretBox(config),
    workflow: makeStepFunctionsWaitingWorkflow(makeStepFunctionsClient()),
  };
  return { ...deps, settleTask: makeSettleTask(deps) };
}

/** Brings any request on its way: to where operations run, to the premises, or back to the workflow that waits. */
export function wireDispatch(config: Config): DispatchRequest {
  const deps = { ...wireStores(config), ...wireActionStores(config), ...systemClock };
  const { queueUrl } = config.decisions;
  return makeDispatchByKind({
    ...deps,
    settleTask: wireTasks(config).settleTask,
    dispatch: makeDispatchRequest({ ...deps, policy: wirePolicy(config), runs: wireRunQueue(config) }),
    dispatchAction: makeDispatchAction({
      ...deps,
      signer: wireDecisionSigner(config),
      decisions: makeSqsDecisionQueue(makeSqsClient(), required(queueUrl, "DECISION_QUEUE_URL")),
    }),
  });
}
