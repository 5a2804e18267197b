import { expect, test } from "vitest";
import { catalogue } from "../../src/operations/catalogue.ts";
import { rejectionGuidance } from "../../src/operations/frame/rejection-guidance.ts";
import { startRds } from "./start-rds.ts";

const sandbox = "dev-sandbox-01";
const postgres = "dev-postgres-01";
const at = { apply_immediately: true } as const;

test.each([
  ["modify_instance_class", sandbox, { instance_class: "db.r6g.large", ...at }, "InvalidDBInstanceState"],
  ["reboot_instance", sandbox, { force_failover: false }, "InvalidDBInstanceState"],
  ["stop_instance", sandbox, {}, "InvalidDBInstanceState"],
  ["start_instance", postgres, {}, "InvalidDBInstanceState"],
  ["start_instance", "gone", {}, "DBInstanceNotFound"],
  ["create_snapshot", sandbox, { snapshot_id: "x" }, "InvalidDBInstanceState"],
  ["delete_snapshot", postgres, { snapshot_id: "none" }, "DBSnapshotNotFound"],
  ["failover_cluster", postgres, { cluster_id: "none" }, "DBClusterNotFound"],
  ["change_parameter_group", postgres, { parameter_group: "none" }, "DBParameterGroupNotFound"],
  [
    "change_parameter_group",
    postgres,
    { parameter_group: "payments-mysql80" },
    "InvalidParameterCombination",
  ],
  ["modify_instance_class", postgres, { instance_class: "db.huge.x.y", ...at }, "InvalidParameterValue"],
])("%s on %s with %o is rejected as %s, and the reader is told what to do", async (name, id, given, code) => {
  const rds = await startRds();
  const operation = catalogue.find((one) => one.name === name);
  if (!operation) throw new Error(`there is no ${name}`);

  const answer = await rds.running(operation, id, given).call();

  expect(answer).toMatchObject({ ok: false, error: { code } });
  expect(answer.ok ? "" : rejectionGuidance(answer.error)).toMatch(new RegExp(`\\. \\(${code}: .+\\)$`));
});

test.each([
  ["InsufficientDBInstanceCapacity", "no machine of this class"],
  ["StorageQuotaExceeded", "may not have that much storage"],
  ["ProvisionedIopsNotAvailableInAZFault", "Ask again for gp3"],
  ["StorageTypeNotSupported", "cannot have that storage type"],
  ["DBUpgradeDependencyFailure", "the upgrade depends on"],
  ["KMSKeyNotAccessibleFault", "the key that the storage is encrypted with"],
  ["InvalidVPCNetworkStateFault", "subnets do not cover"],
  ["InvalidDBClusterStateFault", "The cluster is busy"],
  ["AuthorizationNotFound", "security group"],
  ["SomethingNew", "nothing was changed"],
])("RDS's %s to a modification is explained", async (code, advice) => {
  const rds = await startRds();
  await rds.fault({ action: "ModifyDBInstance", kind: "error", code, message: "RDS's own words." });
  const operation = catalogue.find(({ shortName }) => shortName === "class");
  const parameters = { instance_class: "db.r6g.large", ...at };

  const answer = operation && (await rds.running(operation, postgres, parameters).call());

  if (!answer || answer.ok) throw new Error("was not rejected");
  expect(rejectionGuidance(answer.error)).toContain(advice);
  expect(rejectionGuidance(answer.error)).toContain("RDS's own words.");
});
