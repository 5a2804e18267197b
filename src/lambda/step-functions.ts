import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeTakeTask } from "../app/task/take-task.ts";
import { taskMessageSchema } from "../app/task/task-message.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { newRequestId } from "../new-request-id.ts";
import { wirePolicy, wireTasks } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "step-functions");
const messageSchema = taskMessageSchema.transform((task) => ({ task, requestId: undefined }));
const takeTask = makeTakeTask({
  ...wireTasks(config),
  policy: wirePolicy(config),
  tenant: config.tenant,
  newRequestId,
  onRefused: (refusal, answer) =>
    log.warn({ refusal: refusal.kind, workflow: answer }, "a workflow's task makes no request"),
});

/** What paused workflows ask for. */
export const handler = makeQueueHandler(messageSchema, ({ task }) => takeTask(task), reportTo(log));
