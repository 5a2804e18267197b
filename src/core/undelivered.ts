import type { Fact } from "./fact.ts";
import type { PersonId } from "./person.ts";
import type { ApprovalRequest } from "./request.ts";
import { momentText } from "./texts.ts";
import type { Undelivered } from "./undelivered-place.ts";
import { approversOf, calledPeopleOf, standInsOf } from "./who-decides.ts";

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

/** Whether anything of the request is to be shown in Teams, to anybody: who asked or decided there is told there, too. */
export function concernsTeams(request: ApprovalRequest): boolean {
  const { teamsChannels = [], teamsPeople = [], requestedVia, decisions } = request;
  const isRouted = teamsChannels.length + teamsPeople.length > 0;
  return isRouted || requestedVia === "teams" || decisions.some(({ surface }) => surface === "teams");
}

/**
 * Everyone who gets the card in their own chat in Teams as it is now: whom the policy names, and whoever joins them when it is
 * escalated; and all who may decide where it was to be shown in Teams and no channel could. What needs nobody is shown to its
 * requester alone.
 */
export function teamsPeopleOf(request: ApprovalRequest): readonly PersonId[] {
  const { teamsPeople = [], teamsChannels = [], requirement, requestedBy } = request;
  const named = teamsPeople.map((one) => (one === "requester" ? requestedBy.id : one));
  const joining = request.status === "escalated" && named.length > 0 ? calledPeopleOf(request) : [];
  const instead = teamsChannels.length > 0 && isUnseenInChannels(request) ? approversOf(request) : [];
  const people = withStandIns(request, [...named, ...joining, ...instead]);
  return requirement.approvals > 0 ? people : people.filter((person) => person === requestedBy.id);
}

/**
 * Everyone who gets the request by mail as it is now: whom the policy names, and whoever joins them when it is escalated; all who
 * may decide whom no chat could show it, neither in a channel nor in person; and who stands in for one of these.
 */
export function mailedPeopleOf(request: ApprovalRequest): readonly PersonId[] {
  const { emailRecipients = [] } = request;
  const joining = request.status === "escalated" && emailRecipients.length > 0 ? calledPeopleOf(request) : [];
  return withStandIns(request, [...emailRecipients, ...joining, ...unseeingApprovers(request)]);
}

function withStandIns(request: ApprovalRequest, people: readonly PersonId[]): readonly PersonId[] {
  const standIns = standInsOf(request).filter(({ of }) => people.includes(of.id));
  return [...new Set([...people, ...standIns.map(({ to }) => to.id)])];
}

function unseeingApprovers(request: ApprovalRequest): readonly PersonId[] {
  if (!isUnseenInChannels(request)) return [];
  const hasChannels = request.slackChannels.length + (request.teamsChannels ?? []).length > 0;
  const [inPerson, failed] = [teamsPeopleOf(request), failedOn("teams", request)];
  return approversOf(request).filter((person) =>
    inPerson.includes(person) ? failed.has(person) : hasChannels,
  );
}
