import type { RdsIntent } from "../../core/intent.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { queue } from "../../core/transitions/queue.ts";
import { claim, startRefusal } from "../../core/transitions/run.ts";
import { beforeIn, type Place, placeIn, standingOf, turnKeyOf } from "../../core/turn.ts";
import type { RdsInstance } from "../../operations/frame/rds-gateway.ts";
import { GatewayError } from "../gateway-error.ts";
import { rememberInstance } from "../inventory/remember-instance.ts";
import { pauseAfterConflict } from "../pause-after-conflict.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import { holdStart } from "../start/hold-start.ts";
import { findDrift, findOtherTarget } from "./find-drift.ts";
import { meetDrift } from "./meet-drift.ts";
import { firstWorkOf, type OperationRun, operationOf, runOf } from "./operation-run.ts";
import type { PassTurn } from "./pass-turn.ts";
import { type RunDependencies, timesOf } from "./run-dependencies.ts";

const mostAttempts = 12;

/** A claimed run, with the reason why its target is not what was approved, where that is so. */
interface Started {
  readonly run: OperationRun;
  readonly whyNot: string | undefined;
}

export type StartRun = (found: ApprovalRequest, intent: RdsIntent) => Promise<Started | undefined>;

interface Wish {
  readonly request: ApprovalRequest;
  readonly intent: RdsIntent;
  /** Its target as the inventory has it. */
  readonly known: InventoryInstance | undefined;
  /** The turn that it is thought to need. */
  readonly turnKey: string;
}

/** Decided, or overtaken and to be looked at again, under the turn that its target has now. */
type Attempt = { readonly started: Started | undefined } | { readonly turnNow: string };

/**
 * Claims an approved request once it is its turn at its target, and its target is still as it was approved. Otherwise it is
 * put in the queue there, or sent back to its approvers, and nothing is started. Throws a `GatewayError` when others keep
 * coming first.
 */
export function makeStartRun(deps: RunDependencies, passTurn: PassTurn): StartRun {
  return async (found, intent) => {
    const known = await deps.inventory.find(intent.instance);
    let turnKey = turnKeyOf(intent.instance, known?.clusterId);
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const request = attempt === 1 ? found : await deps.requests.find(found.id);
      // On another digest it has been asked for again meanwhile; that approval sends a message of its own.
      if (request?.digest !== found.digest || startRefusal(request, deps.now())) return undefined;
      const outcome = await tryToStart({ request, intent, known, turnKey });
      if ("started" in outcome) return outcome.started;
      if (turnKey === outcome.turnNow) await pauseAfterConflict(attempt);
      turnKey = outcome.turnNow;
    }
    throw new GatewayError(`${found.id} met others at its target ${mostAttempts} times in a row`);
  };

  async function tryToStart(wish: Wish): Promise<Attempt> {
    const { request, intent, turnKey } = wish;
    const { id: instanceId, account, region } = intent.instance;
    const place = await findPlace(turnKey, request.id);
    // Read after the turn: what the one before did is there to be compared.
    const instance = await deps.rds.findInstance({ account, region }, instanceId);
    const turnNow = turnKeyOf(intent.instance, instance?.clusterId);
    if (turnNow !== turnKey) return { turnNow };
    if (await isHeld(request, place, instance)) return { started: undefined };
    return place.kind === "behind"
      ? lineUp(request, place, instance?.clusterId ?? instanceId)
      : takeTurn(wish, place, instance);
  }

  async function findPlace(turnKey: string, id: RequestId): Promise<Place> {
    const turn = await deps.turns.find(turnKey);
    const standings = await Promise.all(
      beforeIn(turn, id).map(async (one) => [one, await findStanding(one)] as const),
    );
    return placeIn(turn, id, new Map(standings));
  }

  async function findStanding(id: RequestId) {
    return standingOf(await deps.requests.find(id), deps.now());
  }

  /** By the policy as it is now; who waits behind it must not wait for that. */
  async function isHeld(request: ApprovalRequest, { turn }: Place, instance: RdsInstance | undefined) {
    if (!instance || !(await holdStart(deps, request, instance.maintenanceWindow))) return false;
    await passTurn({ ...request, turn: turn.key });
    return true;
  }

  /** Told once for each one that it waits for. */
  async function lineUp(
    request: ApprovalRequest,
    { blocker, ahead, isQueued, turn }: Extract<Place, { kind: "behind" }>,
    target: string,
  ): Promise<Attempt> {
    if (isQueued && request.waitsFor === blocker) return { started: undefined };
    const queued = queue(request, { turn: turn.key, behind: blocker, ahead, target }, deps.now());
    if (!queued.ok) return { started: undefined };
    const isSaved = (await deps.requests.save(queued.value, turn)) === "saved";
    // Who ended before that has told nobody.
    const isStillBlocked = isSaved && (await findStanding(blocker)) !== "gone";
    return isStillBlocked ? { started: undefined } : { turnNow: turn.key };
  }

  async function takeTurn(
    { request, intent, known }: Wish,
    { turn }: Extract<Place, { kind: "free" }>,
    instance: RdsInstance | undefined,
  ): Promise<Attempt> {
    const operation = operationOf(request.id, intent);
    const whyOther = findOtherTarget(request, intent, instance, known);
    const differences = instance && !whyOther ? findDrift({ intent, operation }, instance) : [];
    const drift =
      instance && differences.length > 0
        ? meetDrift({ request, intent, operation, instance, differences }, deps, deps.now())
        : undefined;
    if (drift?.kind === "leave") return { started: undefined };
    if (instance && drift?.kind === "ask") {
      if ((await deps.requests.save(drift.sentBack)) === "conflict") return { turnNow: turn.key };
      await rememberInstance(deps, instance);
      await passTurn({ ...drift.sentBack.request, turn: turn.key });
      return { started: undefined };
    }
    const times = timesOf(deps, firstWorkOf(intent, operation));
    const claimed = claim(request, times, deps.now(), turn.key);
    if (!claimed.ok) return { started: undefined };
    if ((await deps.requests.save(claimed.value, turn)) === "conflict") return { turnNow: turn.key };
    const run = runOf(claimed.value.request, intent);
    if (!instance || drift?.kind !== "end") return { started: { run, whyNot: whyOther } };
    await rememberInstance(deps, instance);
    return { started: { run, whyNot: drift.whyNot } };
  }
}
