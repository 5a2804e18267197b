import { z } from "zod";
import { pageOf, pageShape } from "./conversation-methods.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import type { WebApiMethod } from "./web-api-method.ts";
import { getUser, type Workspace } from "./workspace.ts";
import type { SlackUser } from "./workspace-records.ts";

/** A user in the shape of users.info: a deactivated one has no role flags, a stranger's e-mail is not shown. */
function toSlackUser(slack: Workspace, user: SlackUser) {
  const team = user.team_id ?? slack.team.id;
  return {
    id: user.id,
    team_id: team,
    name: user.name,
    deleted: user.deleted ?? false,
    ...(!user.deleted && {
      color: "9f69e7",
      real_name: user.name,
      tz: "Etc/UTC",
      tz_label: "Coordinated Universal Time",
      tz_offset: 0,
      is_admin: false,
      is_owner: false,
      is_primary_owner: false,
      is_restricted: user.is_restricted ?? false,
      is_ultra_restricted: user.is_ultra_restricted ?? false,
    }),
    profile: {
      title: "",
      real_name: user.name,
      real_name_normalized: user.name,
      display_name: user.name,
      display_name_normalized: user.name,
      status_text: "",
      status_emoji: "",
      team,
      ...(user.email !== undefined && !user.is_stranger && { email: user.email }),
    },
    is_bot: user.is_bot ?? false,
    is_app_user: false,
    ...(!user.is_bot && !user.deleted && { is_email_confirmed: user.email_confirmed ?? true }),
    ...(user.is_stranger !== undefined && { is_stranger: user.is_stranger }),
    updated: 1_700_000_000,
  };
}

export const userMethods: Readonly<Record<string, WebApiMethod>> = {
  "auth.test": (slack) => ({
    url: `https://${slack.team.domain}.slack.com/`,
    team: slack.team.name,
    user: slack.bot.name,
    team_id: slack.team.id,
    user_id: slack.bot.userId,
    bot_id: slack.bot.id,
    is_enterprise_install: false,
  }),

  "users.info": (slack, raw) => {
    const { user } = parseOrRefuse(z.object({ user: z.string().min(1) }), raw, "invalid_arguments");
    return { user: toSlackUser(slack, getUser(slack, user)) };
  },

  "users.lookupByEmail": (slack, raw) => {
    const { email } = parseOrRefuse(z.object({ email: z.string().min(1) }), raw, "invalid_arguments");
    const user = [...slack.users.values()].find(
      (one) => one.email?.toLowerCase() === email.toLowerCase() && !one.deleted && !one.is_stranger,
    );
    if (!user) throw new SlackRefusal("users_not_found");
    return { user: toSlackUser(slack, user) };
  },

  "users.list": (slack, raw) => {
    const args = parseOrRefuse(z.object(pageShape), raw, "invalid_arguments");
    const page = pageOf([...slack.users.values()], args.limit, args.cursor);
    return {
      members: page.items.map((user) => toSlackUser(slack, user)),
      cache_ts: Math.floor(slack.now() / 1000),
      response_metadata: page.metadata,
    };
  },
};
