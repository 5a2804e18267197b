import { findText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { XmlList } from "../xml.ts";
import type { Action } from "./action.ts";

/** There are no clusters here. */
export const describeDbClusters: Action = ({ world, parameters }) => {
  const id = findText(parameters, "DBClusterIdentifier");
  if (id !== undefined) throw new RdsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`);
  return { world, result: { DBClusters: new XmlList("DBCluster", []) } };
};
