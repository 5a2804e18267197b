import { pageOf } from "../page.ts";
import { findText } from "../query-protocol.ts";
import { XmlList } from "../xml.ts";
import { type Action, getCluster, identifierFrom } from "./action.ts";
import { clusterXml } from "./cluster-xml.ts";

export const describeDbClusters: Action = ({ world, parameters }) => {
  const id = findText(parameters, "DBClusterIdentifier");
  const found = id === undefined ? world.clusters : [getCluster(world, identifierFrom(id, "cluster"))];
  const page = pageOf(found, (cluster) => cluster.id, parameters);
  return {
    world,
    result: {
      DBClusters: new XmlList(
        "DBCluster",
        page.items.map((cluster) => clusterXml(world, cluster)),
      ),
      Marker: page.marker,
    },
  };
};
