import type { Instance, Snapshot, World } from "./world.ts";

const day = 86_400_000;

/** The daily backups that RDS has made by itself and still keeps at `now` (ms): told from the clock, so that nobody has to make them. */
export function automatedSnapshots({ instances }: World, now: number): readonly Snapshot[] {
  return instances.flatMap((instance) => (instance.clusterId === null ? backupsOf(instance, now) : []));
}

function backupsOf(instance: Instance, now: number): readonly Snapshot[] {
  const [hours = 0, minutes = 0] = instance.backupWindow.slice(0, 5).split(":").map(Number);
  const until = Math.min(now, instance.stoppedAt ?? now);
  const windowStart = (hours * 60 + minutes) * 60_000;
  const latest = until - ((((until - windowStart) % day) + day) % day);
  return Array.from({ length: instance.backupRetentionPeriod }, (_, age) => latest - age * day)
    .filter((startedAt) => startedAt >= instance.createdAt)
    .map((startedAt) => ({
      id: `rds:${instance.id}-${new Date(startedAt).toISOString().slice(0, 16).replace(/[T:]/g, "-")}`,
      startedAt,
      takes: 1,
      outcome: "available",
      tags: [],
      instance,
    }));
}
