import { mostClockSkewSeconds } from "../../core/clock-skew.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import type { Change } from "../../core/transitions/change.ts";
import { complete, fail } from "../../core/transitions/run.ts";
import { noteLateEnd, progressAction, startAction } from "../../core/transitions/run-action.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import type { ActionClaims } from "../ports/action-claims.ts";
import type { ActionReport, PollerReport } from "../ports/poller-report.ts";
import type { PollerSightings } from "../ports/poller-sightings.ts";
import { endOf } from "./action-end.ts";
import { giveUp, isRunBy, reportGraceSeconds, unreportedPatienceSeconds } from "./settle-action.ts";

interface Dependencies extends RequestChanger {
  readonly claims: ActionClaims;
  readonly sightings: PollerSightings;
  /** Told of each report that changes nothing, and why. */
  readonly onDropped: (report: ActionReport, why: string) => void;
}

export type TakeReport = (report: PollerReport) => Promise<void>;

/**
 * Takes what a poller tells of an action into its request. A report that is late, doubled or forged changes nothing wrong: it has
 * to name the action's nonce and its claim's holder, and a transition refuses what has been told already.
 */
export function makeTakeReport(deps: Dependencies): TakeReport {
  return async (report) => {
    if (report.kind === "heartbeat") {
      await deps.sightings.note({ poller: report.poller, at: sightedAt(new Date(report.at), deps.now()) });
      return;
    }
    const why = await whyForeign(report);
    if (why !== undefined) return deps.onDropped(report, why);
    await noteStart(report);
    if (report.kind === "started") return;
    const noted = await changeRequest(deps, report.request_id, (request, now) => apply(request, report, now));
    if (!noted.ok) deps.onDropped(report, noted.error.kind);
  };

  /** A lost or late report of the start is made up for by any later one. */
  async function noteStart(report: ActionReport): Promise<void> {
    const patienceSeconds =
      report.kind === "started" ? report.timeout_seconds + reportGraceSeconds : unreportedPatienceSeconds;
    const start = { poller: report.poller, at: new Date(report.at), patienceSeconds };
    const started = await changeRequest(deps, report.request_id, (request, now) =>
      startAction(request, start, now),
    );
    if (!started.ok && report.kind === "started") deps.onDropped(report, started.error.kind);
  }

  async function whyForeign({ request_id, nonce, poller }: ActionReport): Promise<string | undefined> {
    const request = await deps.requests.find(request_id);
    if (!request?.action) return "there is no such action";
    if (request.action.nonce !== nonce) return "the nonce is another one";
    const claim = await deps.claims.find(request_id, nonce);
    if (!isRunBy(claim)) return "nobody has claimed the action";
    return claim.holder === poller ? undefined : "another poller has claimed the action";
  }
}

function apply(
  request: ApprovalRequest,
  report: Exclude<ActionReport, { kind: "started" }>,
  now: Date,
): Result<Change, Refusal> {
  switch (report.kind) {
    case "progress":
      return progressAction(request, report, now);
    case "ended": {
      const end = endOf(report);
      const late = noteLateEnd(request, end, now);
      if (late.ok) return late;
      const { result } = end;
      if (result === "available") return complete(request, end.facts, now, { details: end.details });
      return fail(request, { ...end, result }, now);
    }
    case "refused":
      return fail(
        request,
        {
          result: "failed",
          facts: [],
          guidance: `Nothing was run: ${report.why}. Ask whoever looks after the poller ${report.poller}.`,
        },
        now,
      );
    case "unknown":
      return giveUp(request, now);
  }
}

/** A heartbeat that has just come is one of just now, unless it is older than the poller's clock can be behind. */
function sightedAt(told: Date, now: Date): Date {
  return now.getTime() - told.getTime() <= mostClockSkewSeconds * 1000 ? now : told;
}
