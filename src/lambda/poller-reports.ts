import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeTakeReport } from "../app/action/take-report.ts";
import { pollerReportSchema } from "../app/ports/poller-report.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireActionStores, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "poller-reports");
const messageSchema = pollerReportSchema.transform((report) => ({
  report,
  ...("request_id" in report && { requestId: report.request_id }),
}));
const takeReport = makeTakeReport({
  ...wireStores(config),
  ...wireActionStores(config),
  ...systemClock,
  onDropped: ({ kind, request_id, poller }, why) =>
    log.warn({ request_id, report: kind, poller, why }, "report of a poller changes nothing"),
});

/** What pollers tell of themselves and of the actions that they run. */
export const handler = makeQueueHandler(messageSchema, ({ report }) => takeReport(report), reportTo(log));
