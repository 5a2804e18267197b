import { createHash } from "node:crypto";

/** What a metric looks like: around where it lies, how far it goes from there within the hour, and by how much it trembles. */
const shapes: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly swing: number }> =
  new Map([
    ["CPUUtilization", { least: 8, most: 45, swing: 0.5 }],
    ["DatabaseConnections", { least: 6, most: 120, swing: 0.3 }],
    ["ReplicaLag", { least: 0, most: 1, swing: 1 }],
  ]);

const minute = 60_000;

/**
 * The value of a metric of an instance in the minute that begins at `at` (ms): the same whenever it is asked for, at the same
 * level for the same instance, and moving as a database at work does. Nothing for a metric that is unknown here.
 */
export function measure(metric: string, instanceId: string, at: number): number | undefined {
  const shape = shapes.get(metric);
  if (!shape) return undefined;
  const level = shape.least + share(`${metric} ${instanceId}`) * (shape.most - shape.least);
  const wave = Math.sin((at / minute / 25) * Math.PI + share(instanceId) * 6);
  const tremble = share(`${metric} ${instanceId} ${at}`) - 0.5;
  const value = level * (1 + shape.swing * (0.6 * wave + 0.4 * tremble));
  return metric === "CPUUtilization" ? Math.min(100, value) : Math.round(value);
}

/** 0 to 1, the same for the same text. */
function share(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 0xff_ff_ff_ff;
}
