import type { Fact } from "./fact.ts";
import type { PersonId } from "./person.ts";
import { type ApprovalRequest, approversOf, calledPeopleOf, standInsOf, type Undelivered } from "./request.ts";
import { momentText } from "./texts.ts";

const surfaceWords = {
  slack: "the Slack channel",
  teams: "the Teams channel",
  email: "the mail address",
  api: "the address",
} as const satisfies Record<Undelivered["surface"], string>;

/** Where the request could not be delivered, each place with what was said of it, as of then. */
export function undeliveredFacts({
  undelivered = [],
}: Pick<ApprovalRequest, "undelivered">): readonly Fact[] {
  return undelivered.map(({ surface, place, reason, at }) => ({
    label: "Not delivered",
    value: `to ${surfaceWords[surface]} ${place}: ${reason} (${momentText(at)})`,
  }));
}

/** It was to be shown in chat, and could be in none of its channels. */
function isUnseenInChat({ slackChannels, undelivered = [] }: ApprovalRequest): boolean {
  const failed = new Set(undelivered.filter(({ surface }) => surface === "slack").map(({ place }) => place));
  return slackChannels.length > 0 && slackChannels.every((channel) => failed.has(channel));
}

/**
 * Everyone who gets the request by mail as it is now: whom the policy names, and whoever joins them when it is escalated; all who
 * may decide where no chat could show it; and who stands in for one of these.
 */
export function mailedPeopleOf(request: ApprovalRequest): readonly PersonId[] {
  const { emailRecipients = [] } = request;
  const joining = request.status === "escalated" && emailRecipients.length > 0 ? calledPeopleOf(request) : [];
  const instead = isUnseenInChat(request) ? approversOf(request) : [];
  const asked = [...emailRecipients, ...joining, ...instead];
  const standIns = standInsOf(request).filter(({ of }) => asked.includes(of.id));
  return [...new Set([...asked, ...standIns.map(({ to }) => to.id)])];
}
