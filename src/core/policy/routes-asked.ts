import type { PersonId } from "../person.ts";
import type { TeamsPerson } from "../request.ts";
import { membersOf, type PeopleAsked } from "./people-asked.ts";
import type { Policy, Rule } from "./policy.ts";

/** Where a request is shown. */
export interface RoutesAsked {
  readonly slackChannels: readonly string[];
  readonly teamsChannels: readonly string[];
  readonly teamsPeople: readonly TeamsPerson[];
  /** Who gets the request by mail; some of them may only read it. */
  readonly emailRecipients: readonly PersonId[];
}

/** For each kind of place: all that a matching rule names, or the default's where none names any. */
export function routesAsked(policy: Policy, matching: readonly Rule[], people: PeopleAsked): RoutesAsked {
  const { notify } = policy.defaults;
  const ruled = matching.flatMap((rule) => rule.notify ?? []);
  const slack = ruled.flatMap((route) => route.slack);
  const teams = ruled.flatMap((route) => route.teams);
  const inPerson = ruled.flatMap(({ teams_personal }) =>
    teams_personal === undefined ? [] : [teams_personal],
  );
  const mailed = ruled.flatMap(({ email }) => (email === undefined ? [] : [email]));
  const personal = (inPerson.length > 0 ? inPerson : [notify.teams_personal ?? []]).flat();
  const toRequester: readonly TeamsPerson[] = personal.includes("requester") ? ["requester"] : [];
  return {
    slackChannels: unique(slack.length > 0 ? slack : notify.slack),
    teamsChannels: unique(teams.length > 0 ? teams : notify.teams),
    teamsPeople: unique([...toRequester, ...personal.flatMap(peopleOf)]),
    emailRecipients: unique(
      (mailed.length > 0 ? mailed : [notify.email ?? "none"]).flatMap((route) =>
        route === "none" ? [] : route === "approvers" ? peopleOf(route) : route.flatMap(peopleOf),
      ),
    ),
  };

  /** The members of a group, whoever is asked to decide; the requester is no group. */
  function peopleOf(name: string): readonly PersonId[] {
    if (name === "requester") return [];
    return name === "approvers" ? membersOf(policy, people.groups, people.level) : membersOf(policy, [name]);
  }
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}
