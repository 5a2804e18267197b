import { partNamesOf } from "../bulk/part-names.ts";
import { tallyFacts, tallyGuidance, tallyOf, tallyText } from "../bulk/tally.ts";
import { type ActualCost, actualCostToJson, addCosts } from "../cost.ts";
import type { BulkIntent } from "../intent.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import type { PartEnd, RunPart } from "../run.ts";
import { plannedText } from "../timing/moment-text.ts";
import { type Change, change } from "./change.ts";
import { complete, type ExecutingRequest, fail, progress } from "./run.ts";

/**
 * Starts as many of a running bulk request's instances as may run beside those that do. Noted before their own requests are
 * made, so that never more are there than this knows of. Refused when none is left or no place free.
 */
export function startParts(request: ApprovalRequest, now: Date): Result<Change<ExecutingRequest>, Refusal> {
  const bulk = bulkOf(request);
  if (!bulk) return notNow(request);
  const { intent, parts } = bulk;
  const running = parts.filter(({ end }) => !end).length;
  const next = namesIn(intent).slice(parts.length, parts.length + intent.parallelism - running);
  if (running >= intent.parallelism || next.length === 0) return notNow(request);
  const started = [...parts, ...next.map(() => ({ startedAt: now }))];
  return ok(
    noted(bulk, started, now, {
      kind: "parts-started",
      details: { first: parts.length, instances: next },
    }),
  );
}

/**
 * Notes that those of its instances which have not started have to wait for a moment, for people to read. Refused as long as
 * one of them runs, where none is left, and where just that was noted last.
 */
export function holdParts(
  request: ApprovalRequest,
  { startAt, why }: { readonly startAt: Date; readonly why: string },
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  const bulk = bulkOf(request);
  const left = bulk ? bulk.intent.parts.length - bulk.parts.length : 0;
  if (!bulk || left === 0 || bulk.parts.some(({ end }) => !end)) return notNow(request);
  const which = left === 1 ? "the one instance that is left starts" : `the ${left} that are left start`;
  const text = `Held: ${which} ${plannedText(startAt)}, ${why}.`;
  return bulk.request.run.lastProgress?.text === text
    ? notNow(request)
    : progress(request, { text, percent: bulk.request.run.lastProgress?.percent }, now);
}

/** Notes how one of its instances ended; refused where that is noted, and for one that has not started. */
export function endPart(
  request: ApprovalRequest,
  { index, ...ended }: Omit<PartEnd, "at"> & { readonly index: number },
  now: Date,
): Result<Change<ExecutingRequest>, Refusal> {
  const bulk = bulkOf(request);
  const part = bulk?.parts[index];
  const instance = bulk && namesIn(bulk.intent)[index];
  if (!bulk || !part || instance === undefined || part.end) return notNow(request);
  const end = { ...ended, at: now };
  const parts = bulk.parts.map((one, at) => (at === index ? { ...one, end } : one));
  return ok(
    noted(bulk, parts, now, {
      kind: "part-ended",
      details: {
        part: index,
        instance,
        result: ended.result,
        duration_seconds: ended.durationSeconds,
        guidance: ended.guidance,
        ...(ended.actualCost && { actual_cost: actualCostToJson(ended.actualCost) }),
      },
    }),
  );
}

/** Ends a bulk run all of whose instances have ended: well only if each of them did. Refused before that. */
export function endBulk(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  const bulk = bulkOf(request);
  if (!bulk) return notNow(request);
  const { intent, parts } = bulk;
  const { total, done, failed } = tallyOf(intent, parts);
  if (done + failed < total) return notNow(request);
  const facts = tallyFacts(intent, parts);
  return failed === 0
    ? complete(request, facts, now, { actualCost: actualCostOf(parts) })
    : fail(request, { result: "failed", facts, guidance: tallyGuidance(intent, parts) }, now);
}

/** Of all together; nothing where nobody has told it of any. */
function actualCostOf(parts: readonly RunPart[]): ActualCost | undefined {
  const costs = parts.map(({ end }) => end?.actualCost);
  if (costs.every((cost) => cost === undefined)) return undefined;
  return {
    change: addCosts(costs.map((cost) => cost?.change)),
    waitsForMaintenance: costs.some((cost) => cost?.waitsForMaintenance),
  };
}

interface RunningBulk {
  readonly request: ExecutingRequest;
  readonly intent: BulkIntent;
  readonly parts: readonly RunPart[];
}

function bulkOf(request: ApprovalRequest): RunningBulk | undefined {
  return request.status === "executing" && request.intent.kind === "bulk"
    ? { request, intent: request.intent, parts: request.run.parts ?? [] }
    : undefined;
}

function namesIn({ parts }: BulkIntent): readonly string[] {
  return partNamesOf(parts.map(({ instance }) => instance));
}

function noted(
  { request, intent }: RunningBulk,
  parts: readonly RunPart[],
  now: Date,
  event: Pick<Parameters<typeof change>[2], "kind" | "details">,
): Change<ExecutingRequest> {
  const tally = tallyOf(intent, parts);
  const run = {
    ...request.run,
    steps: request.run.steps + 1,
    lastProgress: { at: now, text: tallyText(tally), percent: percentOf(tally) },
    parts,
  };
  return change(request, { ...request, run }, { ...event, by: "system:run", at: now });
}

function percentOf({ done, failed, total }: ReturnType<typeof tallyOf>): number {
  return Math.floor(((done + failed) / total) * 100);
}

function notNow(request: ApprovalRequest): Result<never, Refusal> {
  return err({ kind: "wrong-status", action: "carried on", status: request.status });
}
