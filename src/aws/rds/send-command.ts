import {
  CreateDBSnapshotCommand,
  DeleteDBSnapshotCommand,
  FailoverDBClusterCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceMessage,
  type RDSClient,
  RebootDBInstanceCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import type { RdsCommand, SomeSettings } from "../../operations/frame/rds-gateway.ts";

/** Sends a command as the API call of its name. */
export async function sendCommand(client: RDSClient, command: RdsCommand): Promise<void> {
  switch (command.action) {
    case "CreateDBSnapshot": {
      const { snapshotId, instanceId, tags } = command;
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const input = { DBSnapshotIdentifier: snapshotId, DBInstanceIdentifier: instanceId, Tags };
      await client.send(new CreateDBSnapshotCommand(input));
      return;
    }
    case "DeleteDBSnapshot":
      await client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: command.snapshotId }));
      return;
    case "RebootDBInstance": {
      const input = { DBInstanceIdentifier: command.instanceId, ForceFailover: command.forceFailover };
      await client.send(new RebootDBInstanceCommand(input));
      return;
    }
    case "ModifyDBInstance":
      await client.send(
        new ModifyDBInstanceCommand({
          DBInstanceIdentifier: command.instanceId,
          ApplyImmediately: command.applyImmediately,
          ...toModification(command.settings),
          MonitoringRoleArn: command.monitoringRoleArn,
          ...(command.allowMajorVersionUpgrade && { AllowMajorVersionUpgrade: true }),
        }),
      );
      return;
    case "StartDBInstance":
      await client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: command.instanceId }));
      return;
    case "StopDBInstance":
      await client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: command.instanceId }));
      return;
    case "FailoverDBCluster":
      await client.send(new FailoverDBClusterCommand({ DBClusterIdentifier: command.clusterId }));
      return;
  }
}

function toModification(settings: SomeSettings): Partial<ModifyDBInstanceMessage> {
  return {
    DBInstanceClass: settings.instanceClass,
    EngineVersion: settings.engineVersion,
    MultiAZ: settings.isMultiAz,
    StorageType: settings.storageType,
    AllocatedStorage: settings.allocatedStorageGib,
    Iops: settings.iops,
    BackupRetentionPeriod: settings.backupRetentionDays,
    PreferredBackupWindow: settings.backupWindow,
    PreferredMaintenanceWindow: settings.maintenanceWindow,
    MonitoringInterval: settings.monitoringIntervalSeconds,
    DBParameterGroupName: settings.parameterGroup,
    DeletionProtection: settings.hasDeletionProtection,
  };
}
