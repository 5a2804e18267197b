import { pageOf } from "../page.ts";
import { findDate, findInteger, findList, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { arnOf, type Place, type RdsEvent } from "../world.ts";
import { XmlList, type XmlObject } from "../xml.ts";
import type { Action } from "./action.ts";

const minute = 60 * 1000;
const fourteenDays = 14 * 24 * 60;

/** Oldest first; the last hour unless the call says otherwise, as with RDS. */
export const describeEvents: Action = ({ world, parameters, now }) => {
  const sourceType = findText(parameters, "SourceType");
  const sourceId = findText(parameters, "SourceIdentifier")?.toLowerCase();
  if (sourceId !== undefined && sourceType === undefined) {
    throw new RdsError("InvalidParameterCombination", "SourceIdentifier requires SourceType.");
  }
  const categories = findList(parameters, "EventCategories.EventCategory");
  const { from, to } = periodOf(parameters, now);
  const found = world.events.filter(
    (event) =>
      event.at >= from &&
      event.at <= to &&
      (sourceType === undefined || event.sourceType === sourceType) &&
      (sourceId === undefined || event.sourceId === sourceId) &&
      (categories.length === 0 || event.categories.some((category) => categories.includes(category))),
  );
  const page = pageOf(found, keyOf, parameters);
  const events = page.items.map((event) => eventXml(event, world.place));
  return { world, result: { Events: new XmlList("Event", events), Marker: page.marker } };
};

function periodOf(parameters: QueryParameters, now: number) {
  const duration = findInteger(parameters, "Duration") ?? 60;
  if (duration < 1 || duration > fourteenDays) {
    throw new RdsError("InvalidParameterValue", `Duration must be between 1 and ${fourteenDays} minutes.`);
  }
  const start = findDate(parameters, "StartTime")?.getTime();
  const end = findDate(parameters, "EndTime")?.getTime();
  // With a start and no duration everything since counts; a duration counts from the start.
  const limit =
    start !== undefined && parameters.has("Duration") ? start + duration * minute : Number.POSITIVE_INFINITY;
  return {
    from: start ?? (end ?? now) - duration * minute,
    to: Math.min(now, end ?? Number.POSITIVE_INFINITY, limit),
  };
}

const arnKinds = { "db-instance": "db", "db-snapshot": "snapshot", "db-cluster": "cluster" } as const;

function keyOf(event: RdsEvent): string {
  return `${new Date(event.at).toISOString()} ${event.sourceType} ${event.sourceId} ${event.message}`;
}

function eventXml(event: RdsEvent, place: Place): XmlObject {
  return {
    SourceIdentifier: event.sourceId,
    SourceType: event.sourceType,
    SourceArn: arnOf(arnKinds[event.sourceType], event.sourceId, place),
    Message: event.message,
    EventCategories: new XmlList("EventCategory", event.categories),
    Date: new Date(event.at),
  };
}
