/** The instance is not at work: what it shows now stays so until somebody or something changes it. */
export function isAtRest(status: string): boolean {
  return ["available", "storage-optimization", "storage-config-upgrade", "storage-full", "stopped"].includes(
    status,
  );
}

/** RDS cannot help itself out of such a status. */
export function isFailedStatus(status: string): boolean {
  return /^(?:failed|restore-error|insufficient-capacity|incompatible-.*|inaccessible-encryption-credentials.*)$/.test(
    status,
  );
}

export function failedStatusGuidance(instanceId: string, status: string): string {
  return `${instanceId} is now "${status}", and RDS cannot leave that by itself. Look at the instance's events in the RDS console.`;
}

export function goneGuidance(instanceId: string): string {
  return `${instanceId} is no longer there. Check who deleted or renamed it.`;
}
