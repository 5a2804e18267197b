import { automatedSnapshots } from "../automated-snapshots.ts";
import { pageOf } from "../page.ts";
import { findFilters, findText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Snapshot } from "../world.ts";
import { XmlList } from "../xml.ts";
import { type Action, identifierFrom } from "./action.ts";
import { snapshotTypeOf, snapshotXml } from "./snapshot-xml.ts";

export const describeDbSnapshots: Action = ({ world, parameters, now }) => {
  const snapshotId = findText(parameters, "DBSnapshotIdentifier");
  const criteria = new Map(findFilters(parameters));
  const named = {
    "db-instance-id": findText(parameters, "DBInstanceIdentifier"),
    "db-snapshot-id": snapshotId,
    "dbi-resource-id": findText(parameters, "DbiResourceId"),
    "snapshot-type": findText(parameters, "SnapshotType"),
  };
  const found = [...criteria, ...Object.entries(named).map(toCriterion)].reduce(narrow, [
    ...world.snapshots,
    ...automatedSnapshots(world, now),
  ]);
  if (snapshotId !== undefined && found.length === 0) {
    throw new RdsError("DBSnapshotNotFound", `DBSnapshot ${snapshotId} not found.`);
  }

  const page = pageOf(found, ({ id }) => id, parameters);
  return {
    world,
    result: {
      DBSnapshots: new XmlList(
        "DBSnapshot",
        page.items.map((snapshot) => snapshotXml(snapshot, now, world.place)),
      ),
      Marker: page.marker,
    },
  };
};

type Criterion = readonly [name: string, values: readonly string[] | undefined];

function toCriterion([name, value]: readonly [string, string | undefined]): Criterion {
  return [name, value === undefined ? undefined : [value]];
}

function narrow(snapshots: readonly Snapshot[], [name, values]: Criterion): readonly Snapshot[] {
  if (values === undefined) return snapshots;
  switch (name) {
    case "db-instance-id":
      return snapshots.filter(({ instance }) =>
        values.some((value) => identifierFrom(value, "db") === instance.id),
      );
    case "db-snapshot-id":
      return snapshots.filter(({ id }) => values.some((value) => identifierFrom(value, "snapshot") === id));
    case "dbi-resource-id":
      return snapshots.filter(({ instance }) => values.includes(instance.resourceId));
    case "snapshot-type":
      return snapshots.filter((snapshot) => values.includes(snapshotTypeOf(snapshot)));
    case "engine":
      return snapshots.filter(({ instance }) => values.includes(instance.engine));
    default:
      throw new RdsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
  }
}
