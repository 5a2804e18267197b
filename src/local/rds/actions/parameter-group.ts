import { familyOf, findFamily } from "../parameter-groups.ts";
import { findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Instance } from "../world.ts";

/** Throws for a group that does not exist, or is for another engine or major version than the instance is to have. */
export function checkParameterGroup(parameters: QueryParameters, instance: Instance): void {
  const group = findText(parameters, "DBParameterGroupName");
  if (group === undefined) return;
  const family = findFamily(group);
  if (family === undefined)
    throw new RdsError("DBParameterGroupNotFound", `DBParameterGroup not found: ${group}`);
  const wanted = familyOf(instance.engine, findText(parameters, "EngineVersion") ?? instance.engineVersion);
  if (family !== wanted) {
    throw new RdsError(
      "InvalidParameterCombination",
      `The Parameter Group ${group} with DBParameterGroupFamily ${family} cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${wanted}`,
    );
  }
}
