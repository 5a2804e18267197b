import { familyOf, majorOf } from "../parameter-groups.ts";
import { findBoolean, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Changes, Instance } from "../world.ts";

/** Throws for a version that the instance cannot be brought to. */
export function checkUpgrade(parameters: QueryParameters, instance: Instance): void {
  const { engine, engineVersion, parameterGroup } = instance;
  const wanted = findText(parameters, "EngineVersion");
  if (wanted === undefined) return;
  if (!/^\d+(?:\.\d+){0,2}$/.test(wanted)) {
    throw new RdsError("InvalidParameterValue", `Cannot find version ${wanted} for ${engine}`);
  }
  if (wanted.localeCompare(engineVersion, "en", { numeric: true }) < 0) {
    throw combination(`Cannot upgrade ${engine} from ${engineVersion} to ${wanted}`);
  }
  if (!isMajor(instance, wanted)) return;
  if (findBoolean(parameters, "AllowMajorVersionUpgrade") !== true) {
    throw combination(
      "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
    );
  }
  if (!parameterGroup.startsWith("default.") && findText(parameters, "DBParameterGroupName") === undefined) {
    throw combination(
      `The current DB instance parameter group ${parameterGroup} is custom. You must explicitly specify a new DB instance parameter group, either default or custom, for the engine version upgrade.`,
    );
  }
}

/** A new major version comes with a group of its own: the one that the call names, or its default. */
export function upgradedGroup(parameters: QueryParameters, instance: Instance): Changes {
  const wanted = findText(parameters, "EngineVersion");
  if (wanted === undefined || !isMajor(instance, wanted)) return {};
  const group = findText(parameters, "DBParameterGroupName");
  return { parameterGroup: group ?? `default.${familyOf(instance.engine, wanted)}` };
}

function isMajor({ engine, engineVersion }: Instance, wanted: string): boolean {
  return majorOf(engine, wanted) !== majorOf(engine, engineVersion);
}

function combination(message: string): RdsError {
  return new RdsError("InvalidParameterCombination", message);
}
