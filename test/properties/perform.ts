import assert from "node:assert/strict";
import type { Delegation } from "../../src/core/delegation/delegation.ts";
import { digestOf, type Intent } from "../../src/core/intent.ts";
import { type Person, personIdSchema } from "../../src/core/person.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { type ApprovalRequest, requestIdSchema } from "../../src/core/request.ts";
import type { Result } from "../../src/core/result.ts";
import { risks } from "../../src/core/risk.ts";
import { askAgain } from "../../src/core/transitions/ask-again.ts";
import { askPreflight } from "../../src/core/transitions/ask-preflight.ts";
import { cancel } from "../../src/core/transitions/cancel.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import type { NewRequest } from "../../src/core/transitions/create.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import { escalate } from "../../src/core/transitions/escalate.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import { missReview } from "../../src/core/transitions/miss-review.ts";
import { nextStage } from "../../src/core/transitions/next-stage.ts";
import { noteDelegation } from "../../src/core/transitions/note-delegation.ts";
import { noteRefusal } from "../../src/core/transitions/note-refusal.ts";
import { noteUndelivered } from "../../src/core/transitions/note-undelivered.ts";
import { queue } from "../../src/core/transitions/queue.ts";
import { recordPreflight } from "../../src/core/transitions/record-preflight.ts";
import { remind } from "../../src/core/transitions/remind.ts";
import { review } from "../../src/core/transitions/review.ts";
import { claim, complete, fail, progress, resume } from "../../src/core/transitions/run.ts";
import { noteLateEnd } from "../../src/core/transitions/run-action.ts";
import { endBulk, endPart, startParts } from "../../src/core/transitions/run-parts.ts";
import { closeTask, noteAnswer, startTask } from "../../src/core/transitions/run-task.ts";
import { schedule } from "../../src/core/transitions/schedule.ts";
import { lapse, noteLook, noteSent } from "../../src/core/transitions/send-action.ts";
import { reminderMinutes, reviewMinutes, stepMinutes } from "./asking.ts";
import { type Beginning, type Command, spellings } from "./commands.ts";

const intents: { readonly [Kind in Intent["kind"]]: Extract<Intent, { kind: Kind }> } = {
  rds: {
    kind: "rds",
    operation: "create_snapshot",
    instance: { id: "orders", account: "123456789012", region: "eu-central-1", resourceId: "db-ORDERS" },
    parameters: { snapshot_name: "before-migration", tags: [{ key: "größe", value: 1.5 }] },
  },
  bulk: {
    kind: "bulk",
    operation: "reboot_instance",
    parallelism: 2,
    parts: ["orders-1", "orders-2", "orders-3"].map((id) => ({
      kind: "rds",
      operation: "reboot_instance",
      instance: { id, account: "123456789012", region: "eu-central-1", resourceId: `db-${id}` },
      parameters: { force_failover: false },
    })),
  },
  message: { kind: "message", subject: "mainframe", issue: "disk full", action: "purge", parameters: {} },
  task: { kind: "task", title: "Release 42", details: { "🚀": null } },
};

const altered: Intent = { kind: "task", title: "Something else", details: {} };

/** The same wish, asked of what is there by then. */
function askedOf(intent: Intent, found: string): Intent {
  switch (intent.kind) {
    case "rds":
      return { ...intent, state: { class: found } };
    case "bulk":
      return { ...intent, parts: intent.parts.map((part) => ({ ...part, state: { class: found } })) };
    case "message":
      return { ...intent, parameters: { found } };
    case "task":
      return { ...intent, details: { found } };
  }
}

const another = requestIdSchema.parse("req-zzzzzzzzzz");

const runTimes = { patienceSeconds: 3600, leaseSeconds: 60 } as const;

function personOf(spelling: string): Person {
  return { id: personIdSchema.parse(spelling), name: spelling };
}

function idsOf(written: readonly string[]) {
  return [...new Set(written.map((spelling) => personIdSchema.parse(spelling)))];
}

export const beganAt = new Date("2026-03-02T10:00:00.000Z");

export function askedFor({
  approvals,
  requester,
  isApproverToo,
  intent: kind,
  isSnapshotFirst,
  hasTimes,
  wantsEach,
  hasOwner,
  isEmergency,
}: Beginning): NewRequest {
  const intent =
    kind === "rds" && isSnapshotFirst ? { ...intents.rds, safetySnapshot: "orders-before" } : intents[kind];
  const also = isApproverToo ? spellings.requester : [];
  const [eva, finn] = idsOf(spellings.escalation);
  const [ben, cleo, dirk] = idsOf(spellings.approvers);
  assert(eva && finn && ben && cleo && dirk);
  return {
    id: requestIdSchema.parse("req-0123456789"),
    tenant: "acme",
    intent,
    description: { title: "Title", effect: "Effect", facts: [] },
    requestedBy: personOf(requester),
    requestedVia: "slack",
    justification: "because",
    environment: "production",
    environmentSource: "tag Environment=production",
    risk: risks[Math.min(approvals, 2)] ?? "high",
    requirement: {
      approvals: isEmergency ? 0 : wantsEach ? Math.max(approvals, 2) : approvals,
      raisedBy: [],
      approvers: idsOf([...also, ...spellings.approvers]),
      escalationApprovers: idsOf([...also, ...spellings.escalation]),
      groups: ["dba"],
      rules: [],
      policyVersion: "policy-hash",
      ...(hasTimes && {
        escalation: [eva, finn].map((person, index) => ({
          afterSeconds: (stepMinutes[index] ?? 0) * 60,
          groups: ["leads"],
          approvers: [person],
        })),
        reminders: { afterSeconds: reminderMinutes[0] * 60, backOff: 2, atMost: reminderMinutes.length },
      }),
      ...(isEmergency && {
        breakGlass: {
          approvalsSkipped: approvals,
          reviewers: idsOf(spellings.approvers),
          escalateTo: idsOf(spellings.escalation),
          reviewWithinSeconds: reviewMinutes * 60,
          ignoresFreezes: true,
        },
      }),
      ...(wantsEach && {
        oneFromEach: [
          { group: "dba", members: [ben, cleo] },
          { group: "sre", members: [cleo, dirk] },
        ],
      }),
      ...(hasOwner && { owners: idsOf(spellings.owners) }),
    },
    slackChannels: [],
    ...(isEmergency && { incident: "INC-123" }),
    ...(kind === "message" && { action: { nonce: "nonce", runWithinSeconds: 3600, looks: 0 } }),
    ...(kind === "task" && { task: { onReject: "decision" as const } }),
    expiresAt: new Date(beganAt.getTime() + 12 * 3_600_000),
  };
}

/** What the core says to the command; nothing where there is nothing to say. */
export function perform(
  request: ApprovalRequest,
  command: Command,
  now: Date,
): Result<Change, Refusal> | undefined {
  switch (command.kind) {
    case "decide": {
      const { decision: kind, surface, comment } = command;
      const digest = command.hasSeenAnother ? digestOf(altered) : request.digest;
      return decide(request, { kind, by: personOf(command.by), surface, comment, digest }, now);
    }
    case "cancel":
      return cancel(request, { by: personOf(command.by), surface: command.surface }, now);
    case "expire":
      return expire(request, now);
    case "escalate":
      return escalate(request, now);
    case "remind":
      return remind(request, now);
    case "schedule":
      return schedule(request, { startAt: new Date(now.getTime() + command.inMinutes * 60_000) }, now);
    case "claim":
      return claim(request, runTimes, now, "turn");
    case "queue":
      return queue(request, { turn: "turn", behind: another, ahead: 1, target: "orders" }, now);
    case "next-stage":
      return nextStage(
        request,
        { facts: [{ label: "Snapshot", value: "arn" }], text: "is there" },
        runTimes,
        now,
      );
    case "claim-altered":
      return claim({ ...request, intent: altered }, runTimes, now);
    case "drift":
      return askAgain(
        request,
        {
          intent: askedOf(request.intent, command.to),
          description: { ...request.description, effect: command.to },
          inverse: undefined,
          differences: [{ label: "class", value: `something → ${command.to}` }],
          raisedBy: command.isRiskier ? ["pending changes are applied too"] : [],
        },
        now,
      );
    case "ask-preflight":
      return askPreflight(request, { by: personOf(command.by), surface: command.surface }, now);
    case "read-preflight": {
      const covers = request.chainEnd.sequence - command.eventsAgo;
      const readFor = command.isOfAnother ? digestOf(altered) : request.digest;
      return recordPreflight(request, { asOf: now, covers, facts: [], unread: [], readFor }, now);
    }
    case "resume":
      return resume(request, runTimes, now);
    case "progress":
      return progress(request, { text: "creating", percent: command.percent }, now);
    case "start-parts":
      return startParts(request, now);
    case "end-part": {
      const { index, result } = command;
      return endPart(request, { index, result, durationSeconds: 60, guidance: "" }, now);
    }
    case "end-bulk":
      return endBulk(request, now);
    case "complete":
      return complete(request, [{ label: "Snapshot", value: "arn" }], now);
    case "fail":
      return fail(
        request,
        {
          result: command.result,
          facts: [],
          guidance: "Ask again.",
          details: { is_unknown: command.result === "timeout" },
        },
        now,
      );
    case "note-sent":
      return noteSent(request, undefined, now);
    case "note-look":
      return noteLook(request, now, now);
    case "lapse":
      return lapse(request, now);
    case "note-late-end":
      return noteLateEnd(request, { result: "available", facts: [] }, now);
    case "start-task":
      return startTask(request, runTimes.leaseSeconds, now);
    case "note-answer":
      return noteAnswer(request, command.answer, now);
    case "close-task":
      return closeTask(request, now);
    case "note-delegation":
      return noteDelegation(request, away, now);
    case "review": {
      const { verdict, surface, comment } = command;
      return review(request, { verdict, by: personOf(command.by), surface, comment }, now);
    }
    case "miss-review":
      return missReview(request, now);
    case "note-undelivered": {
      const note = noteUndelivered(
        request,
        { surface: "slack", place: command.place, reason: "is_archived" },
        now,
      );
      return note && { ok: true, value: note };
    }
    case "note-refusal": {
      const { surface } = command;
      const refused = {
        refusal: refusals[command.refusal],
        by: personOf(command.by),
        surface,
        attempt: "approve",
      };
      const note = noteRefusal(request, refused, now);
      return note && { ok: true, value: note };
    }
  }
}

/** Dirk is away for some hours, from a minute after the beginning on. */
const away: Delegation = {
  id: "delegation-1",
  of: personOf("dirk@acme.example"),
  to: personOf(spellings.outsiders[0]),
  from: new Date(beganAt.getTime() + 60_000),
  until: new Date(beganAt.getTime() + 4 * 3_600_000),
  untilText: "Mon 2 Mar",
};

const refusals = {
  "self-approval": { kind: "self-approval" },
  "not-an-approver": { kind: "not-an-approver", groups: ["dba"] },
  "not-yours-to-cancel": {
    kind: "not-yours-to-cancel",
    requester: personOf(spellings.requester[0]).id,
    isDecided: false,
  },
  "reason-required": { kind: "reason-required" },
} as const satisfies Record<string, Refusal>;
