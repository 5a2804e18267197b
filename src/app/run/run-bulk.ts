import { partIdOf } from "../../core/bulk/part-id.ts";
import type { BulkIntent } from "../../core/intent.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { PartEnd, RunPart } from "../../core/run.ts";
import { shortened } from "../../core/texts.ts";
import { secondsBetween } from "../../core/timing/seconds.ts";
import { createPart } from "../../core/transitions/create-part.ts";
import { claim, type ExecutingRequest, type RunTimes, startRefusal } from "../../core/transitions/run.ts";
import { endBulk, endPart, holdParts, startParts } from "../../core/transitions/run-parts.ts";
import { withdrawPart } from "../../core/transitions/withdraw-part.ts";
import { findOperation } from "../../operations/catalogue.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import { holdStart } from "../start/hold-start.ts";
import { planStart } from "../start/plan-start.ts";
import { runGuidance } from "./run-guidance.ts";
import type { RunFound } from "./run-request.ts";
import { snapshotPatienceSeconds } from "./safety-snapshot-work.ts";

interface Dependencies extends RequestChanger {
  /** As it is now: it can hold a start that was planned under an older one. */
  readonly policy: Policy;
  readonly times: RunTimes;
}

/** How long one instance may wait for its turn, behind what else is done to it. */
const turnSeconds = 2 * 3600;

/** The longest that a run of one instance ends itself in, in times of its patience; see `answered` of `carry-out`. */
const patiences = 4;

const longestGuidance = 500;

/**
 * One look at a bulk request's run: starts what may start, notes what has ended, ends it when all have. Each instance is a
 * request of its own from its start on, which goes the ordinary road; its end wakes this again, and so does the due list if
 * that is lost. What it does depends on nothing but what is stored, so any step may come twice, late or not to its end.
 */
export function makeRunBulk(deps: Dependencies): RunFound {
  return async (found) => {
    let request: ApprovalRequest | undefined = found;
    while (request && (await goOn(request))) request = await deps.requests.find(found.id);
  };

  /** False when there is nothing more to do for now. */
  async function goOn(request: ApprovalRequest): Promise<boolean> {
    if (request.intent.kind !== "bulk") return false;
    return request.status === "executing" ? advance(request, request.intent) : begin(request, request.intent);
  }

  /** False when it cannot start: it is not due, held, cancelled, or over. */
  async function begin(request: ApprovalRequest, intent: BulkIntent): Promise<boolean> {
    if (startRefusal(request, deps.now()) || (await holdStart(deps, request, undefined))) return false;
    const rounds = Math.ceil(intent.parts.length / intent.parallelism);
    const times = { ...deps.times, patienceSeconds: rounds * patienceOf(intent) };
    return (await changeRequest(deps, request.id, (current, now) => claim(current, times, now))).ok;
  }

  /** False when there is nothing to do until one of its instances ends. Throws what kept it from looking at one, after all else. */
  async function advance(bulk: ExecutingRequest, intent: BulkIntent): Promise<boolean> {
    const looks = await Promise.allSettled(
      running(bulk.run.parts ?? []).map(({ index, startedAt }) => look(bulk, intent, index, startedAt)),
    );
    const ends = looks.flatMap((look) => (look.status === "fulfilled" ? (look.value ?? []) : []));
    for (const end of ends) await changeRequest(deps, bulk.id, (current, now) => endPart(current, end, now));
    const started = await startNext(bulk);
    if (ends.length > 0 || started.ok) return true;
    const failure = looks.find((look) => look.status === "rejected");
    if (failure) throw failure.reason;
    await changeRequest(deps, bulk.id, endBulk);
    return false;
  }

  /** Those that would only have to wait, as a window has closed or a freeze begun meanwhile, are not started: in the end they would be given up. */
  async function startNext(bulk: ExecutingRequest) {
    const held = planStart(deps.policy, bulk, undefined, deps.now());
    if (!held) return changeRequest(deps, bulk.id, startParts);
    await changeRequest(deps, bulk.id, (current, now) => holdParts(current, held, now));
    return { ok: false };
  }

  /** How one started instance has ended; nothing while it runs. Makes its request where a crash came before that. */
  async function look(
    bulk: ExecutingRequest,
    intent: BulkIntent,
    index: number,
    startedAt: Date,
  ): Promise<EndedPart | undefined> {
    const instanceId = intent.parts[index]?.instance.id ?? "";
    const seconds = secondsBetween(startedAt, deps.now());
    const ended = (result: PartEnd["result"], guidance: string, durationSeconds = seconds): EndedPart => ({
      index,
      result,
      durationSeconds,
      guidance: shortened(guidance, longestGuidance),
    });
    const mostSeconds = turnSeconds + patiences * patienceOf(intent);
    const part = await findOrCreate(bulk, index).catch((failure: unknown) => {
      // It may be running, however often the table does not answer: only then nobody waits for it any more.
      if (seconds < mostSeconds) throw failure;
    });
    if (!part) return ended("failed", runGuidance.partLost({ instanceId }));
    switch (part.status) {
      case "executed":
      case "failed": {
        const { result, guidance, durationSeconds } = part.outcome;
        return { ...ended(result, guidance, durationSeconds), actualCost: part.actualCost };
      }
      case "executing":
        return seconds < mostSeconds
          ? undefined
          : ended("timeout", runGuidance.partHangs({ instanceId }, part.id));
      case "cancelled":
      case "rejected":
      case "expired":
        return ended("not-started", runGuidance.partWithdrawn({ instanceId }));
      default:
        if (seconds < turnSeconds) return undefined;
        // It may have started at this moment: then it is looked at again.
        return (await changeRequest(deps, part.id, withdrawPart)).ok
          ? ended("not-started", runGuidance.partWithdrawn({ instanceId }))
          : undefined;
    }
  }

  /** Undefined where it was made once and is no longer there: it must not be made, and so run, again. */
  async function findOrCreate(bulk: ExecutingRequest, index: number): Promise<ApprovalRequest | undefined> {
    const id: RequestId = partIdOf(bulk.id, index);
    const found = await deps.requests.find(id);
    if (found) return found;
    const created = createPart(bulk, index, deps.now());
    if (!created) return undefined;
    await deps.requests.create(created, `part#${id}`);
    return deps.requests.find(id);
  }

  /** Of one instance, its safety snapshot included. */
  function patienceOf({ operation, parts }: BulkIntent): number {
    const alone = findOperation(operation)?.patienceSeconds ?? deps.times.patienceSeconds;
    const isSnapshotFirst = parts.some(({ safetySnapshot }) => safetySnapshot !== undefined);
    return alone + (isSnapshotFirst ? snapshotPatienceSeconds : 0);
  }
}

type EndedPart = Omit<PartEnd, "at"> & { readonly index: number };

function running(parts: readonly RunPart[]) {
  return parts.flatMap(({ startedAt, end }, index) => (end ? [] : [{ index, startedAt }]));
}
