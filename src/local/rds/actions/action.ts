import { getText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import {
  type ActivityKind,
  arnOf,
  type Changes,
  type Instance,
  instanceStatus,
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

const seconds = { snapshot: 10, reboot: 6, modify: 8, start: 8, stop: 8 } as const;

/** How long a piece of work takes at the call's speed, in milliseconds. */
export function durationOf(work: keyof typeof seconds, call: ActionCall): number {
  return Math.max(1, Math.round((seconds[work] * 1000) / call.speed));
}

/** RDS takes an identifier in any case, and where it describes or tags, the ARN as well. */
export function identifierFrom(text: string, kind: "db" | "snapshot"): string {
  const prefix = arnOf(kind, "");
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
  return getInstance(world, identifierFrom(getText(parameters, "DBInstanceIdentifier"), "db"));
}

/** Throws `InvalidDBInstanceState` with the given message. */
export function mustBe(status: "available" | "stopped", instance: Instance, message: string): void {
  if (instanceStatus(instance) !== status) throw new RdsError("InvalidDBInstanceState", message);
}

/** The world with the instance busy for so many milliseconds, or for ever when the call is to get stuck. */
export function begin(
  call: ActionCall,
  instance: Instance,
  kind: ActivityKind,
  takes: number,
  changes: Changes = {},
): World {
  const endsAt = call.ending === "stuck" ? null : call.now + takes;
  return replaceInstance(call.world, { ...instance, activity: { kind, endsAt, changes } });
}
