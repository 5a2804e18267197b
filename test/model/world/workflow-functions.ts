import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { makeLookAfterTasks } from "../../../src/app/task/look-after-tasks.ts";
import { makeSettleTask } from "../../../src/app/task/settle-task.ts";
import { makeTakeTask } from "../../../src/app/task/take-task.ts";
import { taskMessageSchema } from "../../../src/app/task/task-message.ts";
import { once, type Workplace } from "./workplace.ts";

const messageSchema = taskMessageSchema.transform((task) => ({ task, requestId: undefined }));

/** What deals with workflows that wait, as `src/lambda` puts it together. */
export function makeWorkflowFunctions({ ports, noteFailure }: Workplace) {
  const settleTask = once(() => makeSettleTask(ports));
  return {
    settleTask,
    "step-functions": once(() => {
      const takeTask = makeTakeTask({ ...ports, settleTask: settleTask(), onRefused: () => {} });
      return makeQueueHandler(messageSchema, ({ task }) => takeTask(task), noteFailure);
    }),
    lookAfterTasks: once(() =>
      makeLookAfterTasks({ ...ports, settleTask: settleTask(), onFailure: noteFailure }),
    ),
  };
}
