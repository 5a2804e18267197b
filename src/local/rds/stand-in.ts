import { randomUUID } from "node:crypto";
import { actions } from "./actions/actions.ts";
import { type Caller, checkNotExpired } from "./caller.ts";
import type { Fault } from "./faults.ts";
import { checkPermission } from "./permission.ts";
import { type QueryParameters, renderAnswer, renderError } from "./query-protocol.ts";
import { RdsError } from "./rds-error.ts";
import { clustersOf, type InstanceSpec, makeInstance } from "./sample-instances.ts";
import { home, type Place, settle, type World } from "./world.ts";
import { findWorldIn, writeWorldTo } from "./world-file.ts";

interface StandInOptions {
  /** Whose databases; the home's by default. */
  readonly place?: Place;
  readonly stateFile: string | undefined;
  readonly speed: number;
  readonly instances: readonly InstanceSpec[];
  /** Unix milliseconds; the machine's clock by default. */
  readonly clock?: () => number;
}

export interface StandIn {
  /** Does one action, or refuses it; the world is on disk before the answer is out. */
  answer(action: string, parameters: QueryParameters, fault: Fault | undefined, caller?: Caller): Answer;
  reset(): void;
  save(): void;
}

interface Answer {
  readonly status: number;
  readonly xml: string;
  readonly requestId: string;
}

/** The account behind the server: the world, its file, and the actions on it. */
export function makeStandIn(options: StandInOptions): StandIn {
  const { place = home, stateFile, speed, instances, clock = Date.now } = options;
  const fresh = (): World => {
    const made = instances.map((spec) => makeInstance(spec, place));
    return { version: 1, place, instances: made, clusters: clustersOf(made), snapshots: [], events: [] };
  };
  let world = (stateFile === undefined ? undefined : findWorldIn(stateFile)) ?? fresh();

  function keep(next: World): void {
    world = next;
    if (stateFile !== undefined) writeWorldTo(stateFile, next);
  }

  function perform(name: string, parameters: QueryParameters, fault: Fault | undefined, caller?: Caller) {
    if (fault?.kind === "error") throw toError(fault);
    const action = actions.get(name);
    if (action === undefined) {
      throw new RdsError("InvalidAction", `Could not find operation ${name} for version 2014-10-31`);
    }
    const now = clock();
    const before = settle(world, now);
    if (caller) {
      checkNotExpired(caller, now);
      checkPermission(caller.session, name, parameters, before);
    }
    const outcome = action({ parameters, world: before, now, speed, ending: endingOf(fault) });
    if (outcome.world !== before) keep(outcome.world);
    return outcome.result;
  }

  return {
    answer(action, parameters, fault, caller) {
      const requestId = randomUUID();
      try {
        const result = perform(action, parameters, fault, caller);
        return { status: 200, xml: renderAnswer(action, result, requestId), requestId };
      } catch (error) {
        const refusal = error instanceof RdsError ? error : new RdsError("InternalFailure", String(error));
        return { status: refusal.status, xml: renderError(refusal, requestId), requestId };
      }
    },
    reset() {
      keep(fresh());
    },
    save() {
      keep(world);
    },
  };
}

function toError({ code = "InternalFailure", message, status }: Fault): RdsError {
  return new RdsError(code, message, status);
}

function endingOf(fault: Fault | undefined) {
  if (fault?.kind === "fail" || fault?.kind === "fail-snapshot") return "failed";
  return fault?.kind === "stuck" ? "stuck" : "good";
}
