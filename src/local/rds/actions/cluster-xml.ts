import { arnOf, type Cluster, clusterStatus, type World } from "../world.ts";
import { XmlList, type XmlObject } from "../xml.ts";

/** A `DBCluster` as the describe call and the failover answer it. */
export function clusterXml(world: World, cluster: Cluster): XmlObject {
  const { id, engine, engineVersion, writer } = cluster;
  const members = world.instances.filter(({ clusterId }) => clusterId === id);
  return {
    DBClusterIdentifier: id,
    DbClusterResourceId: cluster.resourceId,
    DBClusterArn: arnOf("cluster", id, world.place),
    Status: clusterStatus(cluster),
    Engine: engine,
    EngineVersion: engineVersion,
    EngineMode: "provisioned",
    MultiAZ: new Set(members.map(({ availabilityZone }) => availabilityZone)).size > 1,
    Endpoint: `${id}.cluster-c9x2example.${world.place.region}.rds.amazonaws.com`,
    ReaderEndpoint: `${id}.cluster-ro-c9x2example.${world.place.region}.rds.amazonaws.com`,
    DBClusterMembers: new XmlList(
      "DBClusterMember",
      members.map((member) => ({
        DBInstanceIdentifier: member.id,
        IsClusterWriter: member.id === writer,
        DBClusterParameterGroupStatus: "in-sync",
        PromotionTier: 1,
      })),
    ),
  };
}
