import { pageOf } from "../page.ts";
import { findFilters, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Instance } from "../world.ts";
import { XmlList } from "../xml.ts";
import { type Action, getNamedInstance, identifierFrom } from "./action.ts";
import { instanceXml } from "./instance-xml.ts";

export const describeDbInstances: Action = (call) => {
  const { world, parameters, now } = call;
  const named = findText(parameters, "DBInstanceIdentifier") !== undefined;
  const found = named ? [getNamedInstance(call)] : world.instances;
  const page = pageOf(filterInstances(found, parameters), ({ id }) => id, parameters);
  return {
    world,
    result: {
      DBInstances: new XmlList(
        "DBInstance",
        page.items.map((instance) => instanceXml(world, instance, now)),
      ),
      Marker: page.marker,
    },
  };
};

function filterInstances(instances: readonly Instance[], parameters: QueryParameters): readonly Instance[] {
  return [...findFilters(parameters)].reduce((rest, [name, values]) => {
    switch (name) {
      case "db-instance-id":
        return rest.filter(({ id }) => values.some((value) => identifierFrom(value, "db") === id));
      case "dbi-resource-id":
        return rest.filter(({ resourceId }) => values.includes(resourceId));
      case "engine":
        return rest.filter(({ engine }) => values.includes(engine));
      default:
        throw new RdsError("InvalidParameterValue", `Unrecognized filter name: ${name}`);
    }
  }, instances);
}
