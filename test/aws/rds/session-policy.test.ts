import { expect, test } from "vitest";
import { sessionPolicyOf } from "../../../src/aws/rds/session-policy.ts";
import { catalogue } from "../../../src/operations/catalogue.ts";
import type { RunContext } from "../../../src/operations/frame/operation.ts";
import type { RdsCommand } from "../../../src/operations/frame/rds-gateway.ts";
import { modificationRows } from "../../operations/modification-rows.ts";
import { rows } from "../../operations/rows.ts";
import { requestId } from "../../operations/start-rds.ts";

const place = { account: "210987654321", region: "eu-west-1" };
const arn = (rest: string) => `arn:aws:rds:eu-west-1:210987654321:${rest}`;

type Allowed = readonly (readonly [action: string, ...resources: string[]])[];

function allowedBy(command: RdsCommand, where = place): Allowed {
  const { Version, Statement } = JSON.parse(sessionPolicyOf(command, where));
  expect(Version).toBe("2012-10-17");
  return Statement.map((statement: { Effect: string; Action: string; Resource: readonly string[] }) => {
    expect(statement.Effect).toBe("Allow");
    return [statement.Action, ...statement.Resource];
  });
}

const snapshot = { action: "CreateDBSnapshot", snapshotId: "before", instanceId: "orders" } as const;
const modification = { action: "ModifyDBInstance", instanceId: "orders", applyImmediately: true } as const;

const commands: readonly (readonly [string, RdsCommand, Allowed])[] = [
  [
    "a snapshot with tags",
    { ...snapshot, tags: { "countersign:request-id": requestId } },
    [
      ["rds:CreateDBSnapshot", arn("db:orders"), arn("snapshot:before")],
      ["rds:AddTagsToResource", arn("snapshot:before")],
    ],
  ],
  [
    "a snapshot without tags",
    { ...snapshot, tags: {} },
    [["rds:CreateDBSnapshot", arn("db:orders"), arn("snapshot:before")]],
  ],
  [
    "a deletion of a snapshot",
    { action: "DeleteDBSnapshot", snapshotId: "before" },
    [["rds:DeleteDBSnapshot", arn("snapshot:before")]],
  ],
  [
    "a reboot",
    { action: "RebootDBInstance", instanceId: "orders", forceFailover: true },
    [["rds:RebootDBInstance", arn("db:orders")]],
  ],
  [
    "a start",
    { action: "StartDBInstance", instanceId: "orders" },
    [["rds:StartDBInstance", arn("db:orders")]],
  ],
  ["a stop", { action: "StopDBInstance", instanceId: "orders" }, [["rds:StopDBInstance", arn("db:orders")]]],
  [
    "a failover, with the instances that AWS asks for",
    { action: "FailoverDBCluster", clusterId: "catalog" },
    [["rds:FailoverDBCluster", arn("cluster:catalog"), arn("db:*")]],
  ],
  [
    "a modification",
    { ...modification, settings: { instanceClass: "db.r6g.large" } },
    [["rds:ModifyDBInstance", arn("db:orders")]],
  ],
  [
    "a modification of the parameter group",
    { ...modification, settings: { parameterGroup: "orders-postgres16" } },
    [["rds:ModifyDBInstance", arn("db:orders"), arn("pg:orders-postgres16")]],
  ],
  [
    "a modification that passes the monitoring role on",
    {
      ...modification,
      settings: { monitoringIntervalSeconds: 60 },
      monitoringRoleArn: "arn:aws:iam::210987654321:role/rds-monitoring-role",
    },
    [
      ["rds:ModifyDBInstance", arn("db:orders")],
      ["iam:PassRole", "arn:aws:iam::210987654321:role/rds-monitoring-role"],
    ],
  ],
];

test.each(commands)("%s may do this and nothing else", (_what, command, allowed) => {
  expect(allowedBy(command)).toEqual(allowed);
});

test("a role is passed to enhanced monitoring only", () => {
  const settings = { monitoringIntervalSeconds: 60 };
  const command = { ...modification, settings, monitoringRoleArn: "arn:aws:iam::210987654321:role/any" };

  const { Statement } = JSON.parse(sessionPolicyOf(command, place));

  expect(Statement[1].Condition).toEqual({
    StringEquals: { "iam:PassedToService": "monitoring.rds.amazonaws.com" },
  });
});

test.each([
  ["eu-west-1", "arn:aws:rds:eu-west-1:"],
  ["cn-north-1", "arn:aws-cn:rds:cn-north-1:"],
  ["us-gov-west-1", "arn:aws-us-gov:rds:us-gov-west-1:"],
])("what is in %s is named by its own part of AWS", (region, start) => {
  const [[, resource] = []] = allowedBy(
    { action: "StartDBInstance", instanceId: "orders" },
    { ...place, region },
  );

  expect(resource).toBe(`${start}210987654321:db:orders`);
});

test.each([...rows, ...modificationRows])(
  "$name is allowed its own call only",
  ({ name, on, parameters, sent }) => {
    const operation = catalogue.find((one) => one.name === name);
    const context: RunContext = { requestId, instanceId: on, place, claimedAt: new Date() };

    const command = operation?.command(parameters, context) as RdsCommand;
    const allowed = allowedBy(command);

    expect(allowed[0]?.[0]).toBe(`rds:${sent.Action}`);
    expect(allowed.slice(1).map(([action]) => action)).toEqual(
      ["rds:AddTagsToResource", "iam:PassRole"].filter((action) =>
        action.startsWith("iam") ? sent.MonitoringRoleArn : sent["Tags.Tag.1.Key"],
      ),
    );
  },
);

test.each([
  { ...snapshot, snapshotId: "s".repeat(255), instanceId: "i".repeat(63), tags: { a: "b" } },
  { ...modification, settings: { parameterGroup: "p".repeat(255) }, monitoringRoleArn: "r".repeat(600) },
] as const)("the longest names that RDS has fit into what AssumeRole takes", (command) => {
  expect(
    sessionPolicyOf(command, { account: "210987654321", region: "us-gov-northwest-1" }).length,
  ).toBeLessThan(2048);
});
