import type { TeamsPerson } from "../request.ts";
import { membersOf, type PeopleAsked } from "./people-asked.ts";
import type { Policy, Rule } from "./policy.ts";

/** To which channels and people a request goes by the matching rules; by the defaults, each kind of them, where no rule says. */
export function routesAsked(policy: Policy, matching: readonly Rule[], { groups, level }: PeopleAsked) {
  const channels = matching.flatMap(({ notify }) => notify?.slack ?? []);
  const teamsChannels = matching.flatMap(({ notify }) => notify?.teams ?? []);
  const routed = matching.flatMap(({ notify }) => notify?.teams_personal ?? []);
  const personal = routed.length > 0 ? routed : (policy.defaults.notify.teams_personal ?? []);
  const ruled = matching.flatMap(({ notify }) => (notify?.email === undefined ? [] : [notify.email]));
  const routes = ruled.length > 0 ? ruled : [policy.defaults.notify.email ?? "none"];
  return {
    slackChannels: [...new Set(channels.length > 0 ? channels : policy.defaults.notify.slack)],
    teamsChannels: [...new Set(teamsChannels.length > 0 ? teamsChannels : policy.defaults.notify.teams)],
    teamsPeople: teamsPeopleOf(policy, personal, { groups, level }),
    emailRecipients: [
      ...new Set(
        routes.flatMap((route) =>
          route === "none"
            ? []
            : route === "approvers"
              ? membersOf(policy, groups, level)
              : membersOf(policy, route),
        ),
      ),
    ],
  };
}

function teamsPeopleOf(
  policy: Policy,
  names: readonly string[],
  { groups, level }: Pick<PeopleAsked, "groups" | "level">,
): readonly TeamsPerson[] {
  const asked = names.includes("approvers") ? membersOf(policy, groups, level) : [];
  const named = membersOf(
    policy,
    names.filter((name) => name !== "approvers"),
  );
  const requester = names.includes("requester") ? (["requester"] as const) : [];
  return [...requester, ...new Set([...asked, ...named])];
}
