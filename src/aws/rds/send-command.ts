import { CreateDBSnapshotCommand, type RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import type { RdsCommand } from "../../operations/rds-gateway.ts";

/** Sends a command as the API call of its name. */
export async function sendCommand(client: RDSClient, command: RdsCommand): Promise<void> {
  switch (command.action) {
    case "CreateDBSnapshot":
      await client.send(
        new CreateDBSnapshotCommand({
          DBSnapshotIdentifier: command.snapshotId,
          DBInstanceIdentifier: command.instanceId,
          Tags: Object.entries(command.tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
      return;
    case "RebootDBInstance":
      await client.send(
        new RebootDBInstanceCommand({
          DBInstanceIdentifier: command.instanceId,
          ForceFailover: command.forceFailover,
        }),
      );
      return;
  }
}
