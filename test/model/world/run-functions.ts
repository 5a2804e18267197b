import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import type { DispatchAction } from "../../../src/app/action/dispatch-action.ts";
import { makeDispatchByKind } from "../../../src/app/dispatch-by-kind.ts";
import { makeDispatchRequest } from "../../../src/app/dispatch-request.ts";
import { eventNoticeSchema } from "../../../src/app/ports/event-publisher.ts";
import { runStepSchema } from "../../../src/app/ports/run-queue.ts";
import { makeRefreshPreflight } from "../../../src/app/preflight/refresh-preflight.ts";
import { makeRunBulk } from "../../../src/app/run/run-bulk.ts";
import { makeRunOperation } from "../../../src/app/run/run-operation.ts";
import { makeRunRequest } from "../../../src/app/run/run-request.ts";
import type { LookAfterTasks } from "../../../src/app/task/look-after-tasks.ts";
import type { SettleTask } from "../../../src/app/task/settle-task.ts";
import { makeSchedule } from "./schedule.ts";
import { once, type Workplace } from "./workplace.ts";

const times = { leaseSeconds: 60, patienceSeconds: 300, pollSeconds: 60, traceSeconds: 30 };

/** Longer than a reading waits for its turn in a race. */
const sourceMilliseconds = 60_000;

interface Others {
  readonly dispatchAction: () => DispatchAction;
  readonly settleTask: () => SettleTask;
  readonly lookAfterTasks: () => LookAfterTasks;
}

/** What reads and changes databases, brings requests on their way, and keeps the time. */
export function makeRunFunctions({ lodging, around, ports, noteFailure }: Workplace, others: Others) {
  const { rds, rdsDetails, metrics } = lodging;
  const dispatch = once(() =>
    makeDispatchByKind({
      ...ports,
      dispatch: makeDispatchRequest(ports),
      dispatchAction: others.dispatchAction(),
      settleTask: others.settleTask(),
    }),
  );
  return {
    dispatch: once(() =>
      makeQueueHandler(eventNoticeSchema, ({ requestId }) => dispatch()(requestId), noteFailure),
    ),
    "run-operation": once(() => {
      const runOperation = makeRunOperation({ ...ports, rds, times });
      const runBulk = makeRunBulk({ ...ports, times });
      const runRequest = makeRunRequest({ ...ports, runOperation, runBulk });
      return makeQueueHandler(runStepSchema, runRequest, noteFailure);
    }),
    "refresh-preflight": once(() => {
      const sources = { rdsDetails, metrics, sourceMilliseconds, onUnread: () => {} };
      return makeQueueHandler(eventNoticeSchema, makeRefreshPreflight({ ...ports, ...sources }), noteFailure);
    }),
    schedule: once(() =>
      makeSchedule(
        {
          ...ports,
          dispatch: dispatch(),
          lookAfterTasks: others.lookAfterTasks(),
          onFailure: noteFailure,
        },
        around,
      ),
    ),
  };
}
