import type { Fact } from "./fact.ts";
import type { PersonId } from "./person.ts";
import { type ApprovalRequest, approversOf, type Undelivered } from "./request.ts";
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
  return undelivered.map((one) => ({
    label: "Not delivered",
    value: `to ${placeText(one)}: ${one.reason} (${momentText(one.at)})`,
  }));
}

function placeText({ surface, place }: Undelivered): string {
  // The ids of Teams' channels begin so, and no address of a person does.
  const isInPerson = surface === "teams" && !place.startsWith("19:");
  return isInPerson ? `${place} in Teams` : `${surfaceWords[surface]} ${place}`;
}

function failedOn(surface: Undelivered["surface"], { undelivered = [] }: ApprovalRequest) {
  return new Set(undelivered.filter((one) => one.surface === surface).map(({ place }) => place));
}

/** It is in no channel of any chat: there is none, or each has failed. */
function isUnseenInChannels(request: ApprovalRequest): boolean {
  const [inSlack, inTeams] = [failedOn("slack", request), failedOn("teams", request)];
  return (
    request.slackChannels.every((channel) => inSlack.has(channel)) &&
    (request.teamsChannels ?? []).every((channel) => inTeams.has(channel))
  );
}

/** Whether anything of the request is to be shown in Teams, to anybody. */
export function concernsTeams({
  teamsChannels = [],
  teamsPeople = [],
  requestedVia,
}: ApprovalRequest): boolean {
  return teamsChannels.length + teamsPeople.length > 0 || requestedVia === "teams";
}

/**
 * Everyone who gets the card in their own chat in Teams as it is now: whom the policy names, and whoever joins them when it is
 * escalated; and all who may decide where it was to be shown in Teams and no channel could. What needs nobody is shown to its
 * requester alone.
 */
export function teamsPeopleOf(request: ApprovalRequest): readonly PersonId[] {
  const { teamsPeople = [], teamsChannels = [], requirement, requestedBy } = request;
  const named = teamsPeople.map((one) => (one === "requester" ? requestedBy.id : one));
  const joining = request.status === "escalated" && named.length > 0 ? requirement.escalationApprovers : [];
  const instead = teamsChannels.length > 0 && isUnseenInChannels(request) ? approversOf(request) : [];
  const people = [...new Set([...named, ...joining, ...instead])];
  return requirement.approvals > 0 ? people : people.filter((person) => person === requestedBy.id);
}

/**
 * Everyone who gets the request by mail as it is now: whom the policy names, and whoever joins them when it is escalated; and all
 * who may decide whom no chat could show it, neither in a channel nor in person.
 */
export function mailedPeopleOf(request: ApprovalRequest): readonly PersonId[] {
  const { emailRecipients = [], requirement } = request;
  const joining =
    request.status === "escalated" && emailRecipients.length > 0 ? requirement.escalationApprovers : [];
  return [...new Set([...emailRecipients, ...joining, ...unseeingApprovers(request)])];
}

function unseeingApprovers(request: ApprovalRequest): readonly PersonId[] {
  if (!isUnseenInChannels(request)) return [];
  const hasChannels = request.slackChannels.length + (request.teamsChannels ?? []).length > 0;
  const [inPerson, failed] = [teamsPeopleOf(request), failedOn("teams", request)];
  return approversOf(request).filter((person) =>
    inPerson.includes(person) ? failed.has(person) : hasChannels,
  );
}
