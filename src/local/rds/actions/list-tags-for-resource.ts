import { getText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { arnOf } from "../world.ts";
import { type Action, getInstance, identifierFrom } from "./action.ts";
import { tagsXml } from "./instance-xml.ts";

export const listTagsForResource: Action = ({ world, parameters }) => {
  const name = getText(parameters, "ResourceName");
  if (name.startsWith(arnOf("db", "", world.place))) {
    return {
      world,
      result: { TagList: tagsXml(getInstance(world, identifierFrom(name, "db", world.place)).tags) },
    };
  }
  if (name.startsWith(arnOf("snapshot", "", world.place))) {
    const id = identifierFrom(name, "snapshot", world.place);
    const snapshot = world.snapshots.find((other) => other.id === id);
    if (snapshot === undefined) throw new RdsError("DBSnapshotNotFound", `DBSnapshot ${id} not found.`);
    return { world, result: { TagList: tagsXml(snapshot.tags) } };
  }
  throw new RdsError("InvalidParameterValue", `Invalid resource name: ${name}`);
};
