import type { ScheduledHandler } from "aws-lambda";
import { makeSpreadDelegations } from "../app/delegation/spread-delegations.ts";
import { makeRecheckScheduled } from "../app/start/recheck-scheduled.ts";
import { makeLookAfterTasks } from "../app/task/look-after-tasks.ts";
import { makeWorkOffDue } from "../app/work-off-due.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireArchive } from "../wiring/wire-archives.ts";
import { wireDispatch, wireTasks } from "../wiring/wire-dispatch.ts";
import { wireGauges } from "../wiring/wire-gauges.ts";
import { systemClock, wirePolicy, wireRunQueue, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "schedule");
const stores = wireStores(config);
const runs = wireRunQueue(config);
const policy = wirePolicy(config);
const workOffDue = makeWorkOffDue({
  ...stores,
  ...systemClock,
  ...wireArchive(config),
  runs,
  dispatch: wireDispatch(config),
  onFailure: ({ requestId, error }) =>
    log.error({ request_id: requestId, err: error }, "not worked off, to be tried again soon"),
});
const recheckScheduled = makeRecheckScheduled({
  ...stores,
  ...systemClock,
  policy,
  tenant: config.tenant,
  onFailure: ({ requestId, error }) =>
    log.error({ request_id: requestId, err: error }, "not looked at again under the policy"),
});

const lookAfterTasks = makeLookAfterTasks({
  ...wireTasks(config),
  onFailure: ({ requestId, error }) =>
    log.error(
      { request_id: requestId, err: error },
      "a paused task was not looked after, to be tried again soon",
    ),
});

const spreadDelegations = makeSpreadDelegations({
  ...stores,
  ...systemClock,
  tenant: config.tenant,
  onFailure: ({ requestId, error }) =>
    log.error({ request_id: requestId, err: error }, "not told who decides for whom"),
});

const measureGauges = wireGauges(config);

/** A new policy comes with a new process. */
let isRechecked = false;

/** How many due requests one run works off at most, in pages; the next run comes in a minute. */
const mostPerRun = 5000;
const pageSize = 100;

/** A page may take so long; what is left then is the next run's. */
const pageMilliseconds = 15_000;

/**
 * Each minute: reminds, calls more people and ends requests whose time is over, starts what is scheduled for now, puts lost runs on
 * their way again, and archives what ended long ago.
 */
export const handler: ScheduledHandler = async (_event, context) => {
  if (!isRechecked) await recheck();
  const told = await spreadDelegations(2 * pageSize);
  if (told > 0) log.info({ told }, "told open requests who decides for whom");
  const hasTime = () => context.getRemainingTimeInMillis() > pageMilliseconds;
  // First: a heartbeat that comes too late ends somebody's workflow.
  const tasks = await lookAfterTasks(mostPerRun, { pageSize, hasTime });
  const due = await workOffDue(mostPerRun, { pageSize, hasTime });
  if (due + tasks > 0) log.info({ due, tasks }, "worked off what was due");
  await measure();
};

/** Last, and by itself: what is measured is no reason to do the work again. */
async function measure(): Promise<void> {
  try {
    await measureGauges();
  } catch (error) {
    log.error({ err: error }, "how things stand could not be measured");
  }
}

/** What it could not do is done in a minute; what is due does not wait for it. */
async function recheck(): Promise<void> {
  try {
    await recheckScheduled();
    isRechecked = true;
  } catch (error) {
    log.error({ err: error }, "what is scheduled could not be looked at again under the policy");
  }
}
