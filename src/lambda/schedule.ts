import type { ScheduledHandler } from "aws-lambda";
import { makeSpreadDelegations } from "../app/delegation/spread-delegations.ts";
import { eachByItself } from "../app/each-by-itself.ts";
import { makeRecheckScheduled } from "../app/start/recheck-scheduled.ts";
import { makeLookAfterTasks } from "../app/task/look-after-tasks.ts";
import { makeWorkOffDue, type WorkOffDue } from "../app/work-off-due.ts";
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

/** How many due requests one run works off at most, in pages; the next run comes in a minute. */
const mostPerRun = 5000;
const pageSize = 100;

/** A page may take so long; what is left then is the next run's. */
const pageMilliseconds = 15_000;

/**
 * Each minute: reminds, calls more people and ends requests whose time is over, starts what is scheduled for now, puts lost runs on
 * their way again, and archives what ended long ago. Where a part of it fails, so does the call, which an alarm counts; the next one
 * makes up for it.
 */
export const handler: ScheduledHandler = (_event, context) => {
  const hasTime = () => context.getRemainingTimeInMillis() > pageMilliseconds;
  const jobs = [
    // First: a heartbeat that comes too late ends somebody's workflow.
    () => workOff("paused tasks", lookAfterTasks, hasTime),
    recheckOnce,
    () => workOff("requests", workOffDue, hasTime),
    tellOfDelegations,
    measure,
  ];
  return eachByItself(jobs, (error) => log.error({ err: error }, "a part of this minute's work failed"));
};

async function workOff(what: string, work: WorkOffDue, hasTime: () => boolean): Promise<void> {
  const count = await work(mostPerRun, { pageSize, hasTime });
  if (count > 0) log.info({ what, count }, "worked off what was due");
}

/** A new policy comes with a new process. */
let isRechecked = false;

async function recheckOnce(): Promise<void> {
  if (!isRechecked) await recheckScheduled();
  isRechecked = true;
}

async function tellOfDelegations(): Promise<void> {
  const told = await spreadDelegations(2 * pageSize);
  if (told > 0) log.info({ told }, "told open requests who decides for whom");
}

/** What is measured is no reason for an alarm: that it is missing has one of its own. */
async function measure(): Promise<void> {
  try {
    await measureGauges();
  } catch (error) {
    log.error({ err: error }, "how things stand could not be measured");
  }
}
