import type { RdsRejection } from "./rds-gateway.ts";

const whatToDo: Readonly<Record<string, string>> = {
  DBInstanceNotFound: "The instance is no longer there under this name. Check its name, then ask again.",
  InvalidDBInstanceState: "The instance is busy or stopped. Wait until it is available, then ask again.",
  InsufficientDBInstanceCapacity:
    "AWS has no machine of this class free in the availability zone. Ask again later, or for another class.",
  DBUpgradeDependencyFailure:
    "Something that the upgrade depends on cannot be changed now. Look at the instance's read replicas and events, then ask again.",

  DBSnapshotAlreadyExists:
    "A snapshot with this id exists already and is not this request's. Ask again with another id.",
  DBSnapshotNotFound: "There is no snapshot with this id. Check it, then ask again.",
  InvalidDBSnapshotState:
    "The snapshot is still being made, copied or shared. Wait until it is available, then ask again.",
  SnapshotQuotaExceeded:
    "The account has no room for another snapshot. Delete old ones or raise the quota, then ask again.",

  StorageQuotaExceeded:
    "The account may not have that much storage. Free some or raise the quota, then ask again.",
  StorageTypeNotSupported:
    "This instance cannot have that storage type. Ask again for another one, or change its class first.",
  StorageTypeNotAvailable: "That storage type is not to be had in this region. Ask again for another one.",
  ProvisionedIopsNotAvailableInAZ:
    "Provisioned IOPS are not to be had in this availability zone. Ask again for gp3.",
  KMSKeyNotAccessible:
    "RDS cannot use the key that the storage is encrypted with. Look at the key's state and policy in KMS, then ask again.",

  DBParameterGroupNotFound: "There is no parameter group of this name. Check it, then ask again.",
  InvalidDBParameterGroupState: "The parameter group is being changed. Wait a few minutes, then ask again.",
  OptionGroupNotFound:
    "The instance's option group does not fit. Look at it in the RDS console, then ask again.",

  DBClusterNotFound: "The cluster is no longer there under this name. Check its name, then ask again.",
  InvalidDBClusterState:
    "The cluster is busy, or has no instance to fail over to. Look at its members, then ask again.",

  InvalidVPCNetworkState:
    "The instance's subnets do not cover its availability zones. Whoever runs the network has to add one, then ask again.",
  DBSubnetGroupDoesNotCoverEnoughAZs:
    "The subnet group covers too few availability zones. Whoever runs the network has to add one, then ask again.",
  DBSubnetGroupNotFound:
    "The instance's subnet group is no longer there. Whoever runs the network has to look at it.",
  InvalidSubnet: "A subnet of the instance cannot be used. Whoever runs the network has to look at it.",
  VpcEncryptionControlViolationException:
    "The network wants all traffic encrypted, which this class cannot do. Ask again for another class.",
  AuthorizationNotFound:
    "RDS may not act for this account, or may not use a security group. Look at its service-linked role.",
  BackupPolicyNotFound: "The backup plan of the instance is no longer there. Look at it in AWS Backup.",
  DBCapacityReservationNotFound:
    "The capacity reservation of the instance is no longer there. Look at it in the RDS console.",
  InvalidDBCapacityReservationState:
    "The capacity reservation of the instance cannot be used now. Look at it in the RDS console.",

  InvalidParameterValue: "RDS does not take one of the values. Change the parameters, then ask again.",
  InvalidParameterCombination:
    "RDS does not allow this for this instance. Change the parameters, then ask again.",
  RoleNotAssumed:
    "Countersign could not take on its role in the instance's account; nothing was changed. Whoever runs Countersign has to look at that role's trust and external id. Then ask again.",
  AccessDenied:
    "The tool may not do this in this account. If a tag has made the instance a production one, ask for it anew; else whoever runs Countersign has to extend its role.",
};

/** What RDS's "no" means for the reader, and what they can do: RDS's own words follow. */
export function rejectionGuidance({ code, message }: RdsRejection): string {
  const advice = whatToDo[code] ?? "RDS refused the call; nothing was changed.";
  return `${advice} (${code}: ${message})`;
}
