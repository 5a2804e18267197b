import type { KeyObject } from "node:crypto";
import { type ActionClaim, type ActionClaims, withdrawnBy } from "../../app/ports/action-claims.ts";
import type { ActionReport } from "../../app/ports/poller-report.ts";
import type { DecisionRecord } from "../../core/action/decision-record.ts";
import { fillCommand } from "./fill-command.ts";
import type { NonceStore, Remembered } from "./nonce-store.ts";
import type { ActionConfig } from "./poller-config.ts";
import { makeProgressReports } from "./progress-reports.ts";
import type { RunCommand } from "./run-command.ts";
import { verifyDecision } from "./verify-decision.ts";

export interface PollerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface Dependencies {
  readonly poller: string;
  readonly publicKey: KeyObject;
  readonly actions: Readonly<Record<string, ActionConfig>>;
  readonly claims: ActionClaims;
  readonly nonces: NonceStore;
  readonly runCommand: RunCommand;
  /** Resolves when the report is in the queue. */
  readonly report: (report: ActionReport) => Promise<void>;
  readonly now: () => Date;
  readonly log: PollerLog;
  /** Ends what runs, when there is no more time to wait for it. */
  readonly signal: AbortSignal;
}

/** `later`: somebody else has begun with it, and needs time to end it or to come back. */
type Handled = "done" | "again" | "later";

export type HandleDecision = (body: string) => Promise<Handled>;

/**
 * Runs what a signed decision asks for, once: first the claim, which only one poller gets; then the note on the disk; then the
 * command; then its end on the disk, and the report. Wherever the process dies in between, the next one finds out by claim and disk
 * how far it was, and what may have been begun is reported as unknown and never begun again.
 */
export function makeHandleDecision(deps: Dependencies): HandleDecision {
  const { poller, actions, claims, nonces, now, log } = deps;
  const running = new Map<string, Promise<Handled>>();

  return async (body) => {
    const verified = verifyDecision(body, deps.publicKey);
    if (!verified.ok) {
      log.error({ why: verified.error }, "a message that is no decision of ours was not run");
      return "again";
    }
    const record = verified.value;
    const { nonce } = record;
    // Where its message was hidden for too short a time and came again, the new one has the same end.
    const begun = running.get(nonce);
    if (begun) return begun;
    const handling = handle(record).finally(() => running.delete(nonce));
    running.set(nonce, handling);
    return handling;
  };

  async function handle(record: DecisionRecord): Promise<Handled> {
    const fields = { request_id: record.request_id, action: record.intent.action };
    const known = nonces.find(record.nonce);
    if (known) return tellAgain(record, known);
    if (record.decision === "rejected") {
      log.info(fields, "rejected, nothing is run");
      return "done";
    }
    // Once its time is over nobody may begin it, but whoever has may still have to tell how it ended.
    const isOver = now() >= new Date(record.expires_at);
    const claim = isOver
      ? await claims.find(record.request_id, record.nonce)
      : await claims.take(ownClaim(record));
    if (claim?.holder === withdrawnBy) {
      log.info(fields, "taken back, nothing is run");
      return "done";
    }
    if (claim && (claim.holder !== poller || claim.store !== nonces.id)) {
      if (claim.isDone) {
        log.info({ ...fields, holder: claim.holder }, "another poller has run it, nothing is run");
        return "done";
      }
      log.warn({ ...fields, holder: claim.holder }, "another poller has claimed it, nothing is run");
      return "later";
    }
    if (isOver) {
      log.warn(fields, "its time is over, nothing is run");
      return "done";
    }
    return run(record);
  }

  /** The message came again: after a death, or because its deletion was lost. */
  async function tellAgain(record: DecisionRecord, known: Remembered): Promise<"done"> {
    const report = known.report ?? ({ kind: "unknown", ...told(record) } as const);
    if (known.state === "started") {
      log.error(
        { request_id: record.request_id },
        "was begun before this start, and its outcome is not known",
      );
    }
    return end(record, report, known.state === "started");
  }

  async function run(record: DecisionRecord): Promise<"done"> {
    const { intent, nonce } = record;
    const expiresAt = new Date(record.expires_at);
    const action = Object.hasOwn(actions, intent.action) ? actions[intent.action] : undefined;
    const filled = action && fillCommand(action, intent.parameters);
    if (!action || !filled?.ok) {
      const why = filled && !filled.ok ? filled.error : `the poller has no action ${intent.action}`;
      log.error({ request_id: record.request_id, why }, "was not run");
      return end(record, { kind: "refused", ...told(record), why });
    }
    await nonces.started(nonce, expiresAt);
    // The run does not wait for it: the later reports make up for one that is lost.
    const begun = { kind: "started", ...told(record), timeout_seconds: action.timeout } as const;
    const telling = deps
      .report(begun)
      .catch(() => log.warn({ request_id: record.request_id }, "start not reported"));
    const progress = makeProgressReports((step) => {
      deps
        .report({ kind: "progress", ...told(record), ...step })
        .catch(() => log.warn({ request_id: record.request_id }, "progress not reported"));
    });
    log.info({ request_id: record.request_id, action: intent.action, subject: intent.subject }, "begun");
    const ended = await deps.runCommand({
      ...action,
      command: filled.value,
      stdin: JSON.stringify({ request_id: record.request_id, ...intent }),
      onProgress: progress.take,
      signal: deps.signal,
    });
    progress.stop();
    await telling;
    const { exit_code, timed_out } = ended;
    log.info({ request_id: record.request_id, exit_code, timed_out }, "ended");
    return end(record, { kind: "ended", ...told(record), ...ended });
  }

  async function end(record: DecisionRecord, report: ActionReport, isNew = true): Promise<"done"> {
    if (isNew) await nonces.ended(record.nonce, new Date(record.expires_at), report);
    await deps.report(report);
    // A copy that comes to another poller would wait for nothing, and end in the dead letters: no more is lost with the note.
    await claims
      .finish(ownClaim(record))
      .catch(() => log.warn({ request_id: record.request_id }, "end not noted in the claim"));
    return "done";
  }

  function ownClaim({ request_id: requestId, nonce }: DecisionRecord): ActionClaim {
    return { requestId, nonce, holder: poller, store: nonces.id, at: now() };
  }

  function told({ request_id, nonce }: DecisionRecord) {
    return { request_id, nonce, poller, at: now().toISOString() };
  }
}
