import { decidedAtOf } from "../decided-at.ts";
import type { Fact } from "../fact.ts";
import type { ApprovalRequest } from "../request.ts";
import { durationText, momentText } from "../texts.ts";
import { isSilent, runUntil } from "./action-state.ts";

/** Where an action's poller is, as of now, and from the start on which one runs or ran it: what the card says of it. */
export function actionFactsOf(request: ApprovalRequest, now: Date): readonly Fact[] {
  const { action } = request;
  if (!action) return [];
  if (request.status === "approved" && action.sentAt) {
    const until = runUntil(action, decidedAtOf(request));
    return [{ label: "Poller", value: pollerText(action.pollerSeenAt, until, now) }];
  }
  return action.poller === undefined ? [] : [{ label: "Poller", value: action.poller }];
}

/** "seen 12 s ago, as of …" or "silent since …: will run when it is back, until …". */
export function pollerText(seenAt: Date | undefined, until: Date, now: Date): string {
  if (seenAt && !isSilent(seenAt, now)) {
    return `seen ${durationText((now.getTime() - seenAt.getTime()) / 1000)} ago, as of ${momentText(now)}`;
  }
  const since = seenAt ? `silent since ${momentText(seenAt)}` : "not heard of yet";
  return `${since}: will run when it is back, until ${momentText(until)}`;
}
