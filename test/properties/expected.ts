import type { ApprovalRequest, Status } from "../../src/core/request.ts";
import { calledNow, isEnough, minutesOpen, reminderMinutes, reviewMinutes, stepMinutes } from "./asking.ts";
import type { Command } from "./commands.ts";

/** The design's table of states. */
export const edges: Readonly<Record<Status, readonly Status[]>> = {
  pending: ["approved", "rejected", "cancelled", "expired", "escalated"],
  escalated: ["approved", "rejected", "cancelled", "expired"],
  approved: ["scheduled", "executing", "cancelled", "pending", "expired"],
  scheduled: ["executing", "cancelled", "pending", "approved"],
  executing: ["executed", "failed"],
  executed: [],
  failed: [],
  rejected: [],
  cancelled: [],
  expired: [],
};

/** What leads back, for one reason only: the target is not as it was approved. */
export function isWayBack(from: Status, to: Status): boolean {
  return (to === "pending" || to === "approved") && (from === "approved" || from === "scheduled");
}

/** Whether the design lets this command change this request now: its rules once more, in other words than the core's. */
export function isAllowed(request: ApprovalRequest, command: Command, now: Date): boolean {
  const { status } = request;
  const isUndecided = status === "pending" || status === "escalated";
  const isWaiting = isUndecided || status === "approved" || status === "scheduled";
  const isInTime = now.getTime() < request.expiresAt.getTime();
  switch (command.kind) {
    case "decide": {
      const who = addressOf(command.by);
      const { approvers, owners = [] } = request.requirement;
      const isOwner = owners.some((owner) => owner === who);
      const asked: readonly string[] = [...approvers, ...calledNow(request), ...owners];
      const hasDecided = request.decisions.some(({ by }) => by.id === who);
      const mayDecide = who !== request.requestedBy.id && asked.includes(who) && !hasDecided;
      const people = request.decisions.map(({ by }) => by.id);
      const isOverride =
        isOwner && !isEnough(request, [...people, ...owners.filter((owner) => owner === who)]);
      const isReasoned = (command.decision === "approve" && !isOverride) || command.comment.trim() !== "";
      return isUndecided && isInTime && mayDecide && isReasoned && !command.hasSeenAnother;
    }
    case "cancel": {
      const who = addressOf(command.by);
      const { requestedBy, requirement, decisions } = request;
      const people: readonly string[] = [...requirement.approvers, ...decisions.map(({ by }) => by.id)];
      return isWaiting && (who === requestedBy.id || (!isUndecided && people.includes(who)));
    }
    case "expire":
      return isUndecided && !isInTime;
    case "escalate": {
      const { escalation } = request.requirement;
      const taken = request.escalationsTaken ?? 0;
      const isDue = escalation && minutesOpen(request, now) >= (stepMinutes[taken] ?? Number.NaN);
      return isUndecided && isInTime && (isDue ?? status === "pending");
    }
    case "remind": {
      const isDue = minutesOpen(request, now) >= (reminderMinutes[request.remindersOver ?? 0] ?? Number.NaN);
      return isUndecided && isInTime && isDue && request.requirement.reminders !== undefined;
    }
    case "schedule":
      return (
        command.inMinutes > 0 &&
        (status === "approved" ||
          (status === "scheduled" &&
            request.startAt.getTime() !== now.getTime() + command.inMinutes * 60_000))
      );
    case "claim":
    case "queue":
      return isReady(request, now);
    case "next-stage":
      return status === "executing" && request.run.stage?.name === "snapshot";
    case "drift":
      return isReady(request, now) && !JSON.stringify(request.intent).includes(command.to);
    case "ask-preflight": {
      const { asked, reading } = request.preflight ?? {};
      const moments = [asked?.at, reading?.asOf].map((moment) => moment?.getTime() ?? 0);
      const isRested = moments.every((moment) => now.getTime() >= moment + 15_000);
      return isWaiting && request.intent.kind === "rds" && isRested;
    }
    case "read-preflight": {
      const covers = request.chainEnd.sequence - command.eventsAgo;
      return isWaiting && !command.isOfAnother && covers > (request.preflight?.reading?.covers ?? -9);
    }
    case "claim-altered":
      return false;
    case "resume":
      return (
        status === "executing" &&
        request.run.steps === (request.run.stage?.stepsBefore ?? 0) &&
        now.getTime() >= request.run.leaseUntil.getTime()
      );
    case "start-parts":
      return (
        status === "executing" &&
        request.intent.kind === "bulk" &&
        endedOf(request).length < request.intent.parts.length &&
        endedOf(request).filter((isEnded) => !isEnded).length < request.intent.parallelism
      );
    case "end-part":
      return status === "executing" && endedOf(request)[command.index] === false;
    case "end-bulk":
      return (
        status === "executing" &&
        request.intent.kind === "bulk" &&
        endedOf(request).filter((isEnded) => isEnded).length === request.intent.parts.length
      );
    case "progress":
    case "complete":
    case "fail":
      return status === "executing";
    case "note-sent":
      return status === "approved" && request.action !== undefined && request.action.sentAt === undefined;
    case "note-look":
      return status === "approved" && request.action?.sentAt !== undefined;
    case "lapse":
      return (
        status === "approved" &&
        request.action !== undefined &&
        now.getTime() >= approvedAt(request) + 3_600_000
      );
    case "note-late-end":
      return status === "failed" && request.outcome.details?.is_unknown === true;
    case "start-task":
      return request.task !== undefined && isReady(request, now);
    case "note-answer":
      return (
        request.task !== undefined &&
        request.task.answer === undefined &&
        ["executing", "rejected", "expired", "cancelled"].includes(status)
      );
    case "close-task":
      return isUndecided && request.task !== undefined;
    case "note-delegation": {
      const from = beginning(request) + 60_000;
      const until = beginning(request) + 4 * 3_600_000;
      const phase = now.getTime() < until ? "began" : "ended";
      const isNoted = (request.notedDelegations ?? []).includes(`delegation-1 ${phase}`);
      return isUndecided && now.getTime() >= from && !isNoted;
    }
    case "review": {
      const { breakGlass } = request.requirement;
      const { reviews = [] } = request;
      const who = addressOf(command.by);
      const people: readonly string[] = [
        ...(breakGlass?.reviewers ?? []),
        ...(request.reviewOverdueSince ? (breakGlass?.escalateTo ?? []) : []),
      ];
      const isReasoned = command.verdict === "confirm" || command.comment !== "";
      const isNew = reviews.length < 2 && reviews.every(({ by }) => by.id !== who);
      return (
        isReviewable(request) && people.includes(who) && who !== request.requestedBy.id && isReasoned && isNew
      );
    }
    case "miss-review":
      return (
        isReviewable(request) &&
        (request.reviews ?? []).length < 2 &&
        request.reviewOverdueSince === undefined &&
        now.getTime() >= (request.statusHistory.at(-1)?.at.getTime() ?? 0) + reviewMinutes * 60_000
      );
    case "note-undelivered":
      return !(request.undelivered ?? []).some(({ place }) => place === command.place);
    case "note-refusal":
      return (
        command.refusal !== "reason-required" &&
        !request.notedRefusals.some(
          ({ by, kind }) => by === addressOf(command.by) && kind === command.refusal,
        )
      );
  }
}

function isReviewable({ status, requirement }: ApprovalRequest): boolean {
  return requirement.breakGlass !== undefined && (status === "executed" || status === "failed");
}

function beginning({ requestedAt }: ApprovalRequest): number {
  return requestedAt.getTime();
}

function approvedAt({ statusHistory }: ApprovalRequest): number {
  return statusHistory.findLast(({ status }) => status === "approved")?.at.getTime() ?? 0;
}

/** Of each started instance of a bulk request, whether it has ended. */
export function endedOf(request: ApprovalRequest): readonly boolean[] {
  const parts = "run" in request ? (request.run.parts ?? []) : [];
  return parts.map(({ end }) => end !== undefined);
}

function isReady(request: ApprovalRequest, now: Date): boolean {
  const { status } = request;
  return status === "approved" || (status === "scheduled" && now.getTime() >= request.startAt.getTime());
}

function addressOf(spelling: string): string {
  return spelling.trim().toLowerCase();
}
