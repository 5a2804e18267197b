import { getText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import {
  type ActivityKind,
  arnOf,
  type Changes,
  type Cluster,
  type Instance,
  instanceStatus,
  type Place,
  replaceInstance,
  type World,
} from "../world.ts";
import type { XmlObject } from "../xml.ts";

export interface ActionCall {
  readonly parameters: QueryParameters;
  /** Settled: nothing in it is over and still under way. */
  readonly world: World;
  /** Milliseconds. */
  readonly now: number;
  readonly speed: number;
  /** How what this call starts is to end. */
  readonly ending: "good" | "failed" | "stuck";
}

export interface ActionOutcome {
  readonly world: World;
  readonly result: XmlObject;
}

/** One RDS action: from a call and the world to its answer and the next world; refuses by throwing `RdsError`. */
export type Action = (call: ActionCall) => ActionOutcome;

const seconds = { snapshot: 10, reboot: 6, modify: 8, optimize: 8, start: 8, stop: 8, failover: 6 } as const;

/** How long a piece of work takes at the call's speed, in milliseconds. */
export function durationOf(work: keyof typeof seconds, call: ActionCall): number {
  return Math.max(1, Math.round((seconds[work] * 1000) / call.speed));
}

/** RDS takes an identifier in any case, and where it describes or tags, the ARN as well. */
export function identifierFrom(text: string, kind: "db" | "snapshot" | "cluster", place?: Place): string {
  const prefix = arnOf(kind, "", place);
  return (text.startsWith(prefix) ? text.slice(prefix.length) : text).toLowerCase();
}

/** Throws `DBInstanceNotFound`. */
export function getInstance(world: World, id: string): Instance {
  const instance = world.instances.find((other) => other.id === id);
  if (instance === undefined) throw new RdsError("DBInstanceNotFound", `DBInstance ${id} not found.`);
  return instance;
}

/** The instance the call names by `DBInstanceIdentifier`. */
export function getNamedInstance({ parameters, world }: ActionCall): Instance {
  return getInstance(world, identifierFrom(getText(parameters, "DBInstanceIdentifier"), "db", world.place));
}

/** Throws `DBClusterNotFoundFault`. */
export function getCluster(world: World, id: string): Cluster {
  const cluster = world.clusters.find((other) => other.id === id);
  if (cluster === undefined) throw new RdsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`);
  return cluster;
}

/** Throws `InvalidDBInstanceState` with the given message. An instance whose storage is optimised is as good as available. */
export function mustBe(status: "available" | "stopped", instance: Instance, message: string): void {
  const actual = instanceStatus(instance);
  if (actual !== status && !(status === "available" && actual === "storage-optimization")) {
    throw new RdsError("InvalidDBInstanceState", message);
  }
}

interface Work {
  readonly kind: ActivityKind;
  readonly takes: number;
  readonly changes?: Changes;
  readonly optimizesFor?: number | undefined;
  /** The status that it ends in when the call is to fail. */
  readonly failsAs?: string;
}

/** The world with the instance busy for so many milliseconds, or for ever when the call is to get stuck. */
export function begin(
  call: ActionCall,
  instance: Instance,
  { kind, takes, changes = {}, optimizesFor, failsAs }: Work,
): World {
  const activity = {
    kind,
    endsAt: call.ending === "stuck" ? null : call.now + takes,
    changes,
    ...(optimizesFor !== undefined && { optimizesFor }),
    ...(failsAs !== undefined && call.ending === "failed" && { failsAs }),
  };
  return replaceInstance(call.world, { ...instance, activity });
}
