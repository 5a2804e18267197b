import type { Comparison } from "./comparison.ts";
import { measureApi } from "./measure-api.ts";
import { measureAudit } from "./measure-audit.ts";
import { measureDecision } from "./measure-decision.ts";
import { measureFunctions } from "./measure-functions.ts";
import { measureLists } from "./measure-lists.ts";
import { measurePoller } from "./measure-poller.ts";
import { measureSlack } from "./measure-slack.ts";
import { measureStart } from "./measure-start.ts";
import { measureTeams } from "./measure-teams.ts";
import type { MeasurementName } from "./measurement-names.ts";

export interface MeasureOptions {
  /** The poller's 10,000 processes as well, which take minutes. */
  readonly isFull: boolean;
}

/** Measures in an empty folder of its own; throws where something does not work. */
type Measure = (folder: string, options: MeasureOptions) => Promise<readonly Comparison[]>;

export const measurements: Readonly<Record<MeasurementName, Measure>> = {
  api: measureApi,
  slack: measureSlack,
  teams: measureTeams,
  decision: measureDecision,
  poller: measurePoller,
  start: measureStart,
  functions: measureFunctions,
  audit: measureAudit,
  lists: measureLists,
};
