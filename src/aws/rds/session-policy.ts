import type { RdsCommand, RdsPlace } from "../../operations/frame/rds-gateway.ts";
import { partitionOf } from "../../operations/rules/partition.ts";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The session policy of one change, as JSON: the command's own action on what it touches, and nothing else. The resources are
 * those of the service authorization reference,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html. AssumeRole takes 2,048 characters.
 */
export function sessionPolicyOf(command: RdsCommand, place: RdsPlace): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statementsOf(command, place) });
}

function statementsOf(command: RdsCommand, { account, region }: RdsPlace): readonly Statement[] {
  const arn = (kind: string, id: string) =>
    `arn:${partitionOf(region)}:rds:${region}:${account}:${kind}:${id}`;
  const own = (...resources: string[]) => allow(`rds:${command.action}`, ...resources);
  switch (command.action) {
    case "CreateDBSnapshot": {
      const snapshot = arn("snapshot", command.snapshotId);
      const tagging = Object.keys(command.tags).length > 0 ? [allow("rds:AddTagsToResource", snapshot)] : [];
      return [own(arn("db", command.instanceId), snapshot), ...tagging];
    }
    case "DeleteDBSnapshot":
      return [own(arn("snapshot", command.snapshotId))];
    case "RebootDBInstance":
    case "StartDBInstance":
    case "StopDBInstance":
      return [own(arn("db", command.instanceId))];
    case "ModifyDBInstance": {
      const { parameterGroup } = command.settings;
      const groups = parameterGroup === undefined ? [] : [arn("pg", parameterGroup)];
      return [own(arn("db", command.instanceId), ...groups), ...passing(command.monitoringRoleArn)];
    }
    case "FailoverDBCluster":
      // AWS asks for the instances too. The call names only the cluster, so that their pattern opens no other one.
      return [own(arn("cluster", command.clusterId), arn("db", "*"))];
  }
}

function allow(action: string, ...resources: string[]): Statement {
  return { Effect: "Allow", Action: action, Resource: resources };
}

/** The role goes to enhanced monitoring and to nothing else. */
function passing(roleArn: string | undefined): readonly Statement[] {
  if (roleArn === undefined) return [];
  const toMonitoring = { StringEquals: { "iam:PassedToService": "monitoring.rds.amazonaws.com" } };
  return [{ ...allow("iam:PassRole", roleArn), Condition: toMonitoring }];
}
