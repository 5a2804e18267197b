import { z } from "zod";
import { nameSchema } from "./name.ts";

const slackChannelSchema = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id looks like "C0123ABCD", not like "#name"');

const teamsChannelSchema = z
  .string()
  .regex(/^19:[^\s#;]+@[\w.]+$/, 'a Teams channel id looks like "19:abc...@thread.tacv2", not like its name');

/** Who gets mails: all who may decide, the members of these groups, or nobody. */
const mailRouteSchema = z.union([z.enum(["approvers", "none"]), z.array(nameSchema).min(1)], {
  error: 'write "approvers", "none" or a list of groups',
});

/** Where cards and mails of a request go. */
export const routeSchema = z.strictObject({
  slack: z.array(slackChannelSchema).default([]),
  teams: z.array(teamsChannelSchema).default([]),
  /** Who gets the card in their own chat with the bot: `approvers`, `requester`, and groups by name. */
  teams_personal: z.array(nameSchema).exactOptional(),
  email: mailRouteSchema.exactOptional(),
});

/** Where alarms are told. */
export const operationsChannelSchema = z
  .strictObject({ slack: slackChannelSchema.exactOptional(), teams: teamsChannelSchema.exactOptional() })
  .refine(
    ({ slack, teams }) => slack !== undefined || teams !== undefined,
    "name a channel in slack or teams",
  );

type Route = z.infer<typeof routeSchema>;

/** The groups that get mails, by name. */
export function groupsOfMail(route: Route | undefined): readonly string[] | undefined {
  return typeof route?.email === "object" ? route.email : undefined;
}

/** The groups whose members get cards of their own, by name; one that is named like a word counts as the word. */
export function groupsOfTeams(route: Route | undefined): readonly string[] {
  return (route?.teams_personal ?? []).filter((name) => name !== "approvers" && name !== "requester");
}
