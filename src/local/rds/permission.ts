import { assumedRoleArn } from "../sts/assume-role.ts";
import type { Session, SessionPolicy } from "../sts/session-token.ts";
import { isDeniedAsProduction } from "./production-denial.ts";
import { findTags, findText, type QueryParameters } from "./query-protocol.ts";
import { RdsError } from "./rds-error.ts";
import { arnOf, type World } from "./world.ts";

/** An action on a resource, both of which IAM has to allow. */
type Need = readonly [action: string, arn: string];

/** Throws `AccessDenied` where the session's role or its policy does not allow all that the call needs. */
export function checkPermission(
  session: Session | undefined,
  action: string,
  parameters: QueryParameters,
  world: World,
): void {
  if (session === undefined) return;
  for (const [needed, arn] of needsOf(action, parameters, world)) {
    if (!isAllowed(session, [needed, arn])) {
      throw denied(session, needed, arn, `because no session policy allows the ${needed} action`);
    }
    if (!isReading(needed) && isDeniedAsProduction(session, arn, world)) {
      throw denied(session, needed, arn, "with an explicit deny in an identity-based policy");
    }
  }
}

function denied({ roleArn, name }: Session, needed: string, arn: string, why: string): RdsError {
  const user = assumedRoleArn(roleArn, name);
  return new RdsError(
    "AccessDenied",
    `User: ${user} is not authorized to perform: ${needed} on resource: ${arn} ${why}`,
  );
}

const isReading = (action: string) => /^rds:(Describe|List)/.test(action);

function isAllowed({ roleArn, policy }: Session, [action, arn]: Need): boolean {
  return roleArn.endsWith("operator") !== isReading(action) && isInPolicy(policy, action, arn);
}

function isInPolicy(policy: SessionPolicy | undefined, action: string, arn: string): boolean {
  if (policy === undefined) return true;
  return policy.Statement.some(
    ({ Action, Resource }) => Action === action && Resource.some((pattern) => covers(pattern, arn)),
  );
}

function covers(pattern: string, arn: string): boolean {
  return pattern.endsWith("*") ? arn.startsWith(pattern.slice(0, -1)) : arn === pattern;
}

function needsOf(action: string, parameters: QueryParameters, world: World): readonly Need[] {
  const own = `rds:${action}`;
  const on = (kind: Parameters<typeof arnOf>[0], name: string): readonly Need[] => {
    const id = findText(parameters, name)?.toLowerCase();
    return id === undefined ? [] : [[own, arnOf(kind, id, world.place)]];
  };
  switch (action) {
    case "CreateDBSnapshot": {
      const snapshot = on("snapshot", "DBSnapshotIdentifier");
      const tagging = snapshot.map(([, arn]): Need => ["rds:AddTagsToResource", arn]);
      const isTagged = findTags(parameters).length > 0;
      return [...on("db", "DBInstanceIdentifier"), ...snapshot, ...(isTagged ? tagging : [])];
    }
    case "DeleteDBSnapshot":
      return on("snapshot", "DBSnapshotIdentifier");
    case "ModifyDBInstance": {
      const role = findText(parameters, "MonitoringRoleArn");
      const passed: readonly Need[] = role === undefined ? [] : [["iam:PassRole", role]];
      return [...on("db", "DBInstanceIdentifier"), ...on("pg", "DBParameterGroupName"), ...passed];
    }
    case "FailoverDBCluster": {
      const id = findText(parameters, "DBClusterIdentifier")?.toLowerCase();
      const members = world.instances.filter(({ clusterId }) => clusterId === id);
      const onMembers = members.map((one): Need => [own, arnOf("db", one.id, world.place)]);
      return [...on("cluster", "DBClusterIdentifier"), ...onMembers];
    }
    case "RebootDBInstance":
    case "StartDBInstance":
    case "StopDBInstance":
      return on("db", "DBInstanceIdentifier");
    default:
      return [[own, "*"]];
  }
}
