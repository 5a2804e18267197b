import { pageOf } from "../page.ts";
import { findFilters, findText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { arnOf, type Instance } from "../world.ts";
import { XmlList, type XmlObject } from "../xml.ts";
import { type Action, getInstance, identifierFrom } from "./action.ts";

/** Instances with nothing to be maintained are left out, as RDS does. */
export const describePendingMaintenanceActions: Action = ({ world, parameters }) => {
  const arn = findText(parameters, "ResourceIdentifier");
  const named = arn === undefined ? world.instances : [getInstance(world, identifierFrom(arn, "db"))];
  const found = [...findFilters(parameters)].reduce((rest, [name, values]) => {
    if (name !== "db-instance-id") {
      throw new RdsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
    }
    return rest.filter(({ id }) => values.some((value) => identifierFrom(value, "db") === id));
  }, named);
  const page = pageOf(
    found.filter(({ maintenance }) => maintenance.length > 0),
    ({ id }) => id,
    parameters,
  );
  return {
    world,
    result: {
      PendingMaintenanceActions: new XmlList("ResourcePendingMaintenanceActions", page.items.map(actionsXml)),
      Marker: page.marker,
    },
  };
};

function actionsXml({ id, maintenance }: Instance): XmlObject {
  return {
    ResourceIdentifier: arnOf("db", id),
    PendingMaintenanceActionDetails: new XmlList(
      "PendingMaintenanceAction",
      maintenance.map(({ action, description, dueAt }) => ({
        Action: action,
        Description: description,
        CurrentApplyDate: dueAt === null ? undefined : new Date(dueAt),
      })),
    ),
  };
}
