import type { ScheduledHandler } from "aws-lambda";
import { makeDispatchRequest } from "../app/dispatch-request.ts";
import { makeWorkOffDue } from "../app/work-off-due.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { systemClock, wireRunQueue, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "schedule");
const stores = wireStores(config);
const runs = wireRunQueue(config);
const workOffDue = makeWorkOffDue({
  ...stores,
  ...systemClock,
  runs,
  dispatch: makeDispatchRequest({ ...stores, runs }),
  onFailure: ({ requestId, error }) =>
    log.error({ request_id: requestId, err: error }, "not worked off, to be tried again in a minute"),
});

/** How many due requests one run works off; the next one comes in a minute. */
const pageSize = 100;

/** Each minute: ends requests whose time is over, and puts lost runs on their way again. */
export const handler: ScheduledHandler = async () => {
  const due = await workOffDue(pageSize);
  if (due > 0) log.info({ due }, "worked off what was due");
};
