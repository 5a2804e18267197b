import { getText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { addEvents, snapshotProgress } from "../world.ts";
import { type Action, identifierFrom } from "./action.ts";
import { snapshotXml } from "./snapshot-xml.ts";

export const deleteDbSnapshot: Action = ({ world, parameters, now }) => {
  const id = identifierFrom(getText(parameters, "DBSnapshotIdentifier"), "snapshot");
  const snapshot = world.snapshots.find((other) => other.id === id);
  if (snapshot === undefined) throw new RdsError("DBSnapshotNotFound", `DBSnapshot ${id} not found.`);
  if (snapshotProgress(snapshot, now).status === "creating") {
    throw new RdsError(
      "InvalidDBSnapshotState",
      `Cannot delete the snapshot because it is not currently in the available or failed state.`,
    );
  }
  const next = { ...world, snapshots: world.snapshots.filter((other) => other !== snapshot) };
  return {
    world: addEvents(next, now, [
      {
        sourceType: "db-snapshot",
        sourceId: id,
        message: "Deleted user snapshot",
        categories: ["deletion"],
        at: now,
      },
    ]),
    result: { DBSnapshot: { ...snapshotXml(snapshot, now, world.place), Status: "deleted" } },
  };
};
