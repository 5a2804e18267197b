import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { measurementOfRefusal } from "../app/measure/measurement-of-refusal.ts";
import { makeTakeTask } from "../app/task/take-task.ts";
import { taskMessageSchema } from "../app/task/task-message.ts";
import { newRequestId } from "../chance/new-request-id.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { makeMeter } from "../metrics.ts";
import { wireTasks } from "../wiring/wire-dispatch.ts";
import { wirePolicy } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "step-functions");
const messageSchema = taskMessageSchema.transform((task) => ({ task, requestId: undefined }));
const meter = makeMeter(config);
const policy = wirePolicy(config);
const takeTask = makeTakeTask({
  ...wireTasks(config),
  policy,
  tenant: config.tenant,
  newRequestId,
  onRefused: (refusal, answer) => {
    log.warn({ refusal: refusal.kind, workflow: answer }, "a workflow's task makes no request");
    const measurement = measurementOfRefusal(policy, refusal, "task");
    if (measurement) meter.record(measurement);
  },
});

/** What paused workflows ask for. */
export const handler = makeQueueHandler(messageSchema, ({ task }) => takeTask(task), reportTo(log));
