import { createHash } from "node:crypto";
import { acmePeople, type SlackPerson } from "../parts/workspace.ts";

/** Somebody as Teams tells of a member. */
export interface TeamsMember {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly userPrincipalName: string;
}

const appId = guid("countersign");
const [dana, ...others] = Object.values(acmePeople).map(memberOf);
if (!dana) throw new TypeError("Acme has nobody");

/** Acme in Microsoft's local client: the people of its Slack, one team with one channel, as that takes no more, and two chats. */
export const acmeTenant = {
  id: guid("acme"),
  appId,
  bot: { id: `28:${appId}`, name: "Countersign" },
  /** Whom the client's page is of; what is typed in it is theirs. */
  owner: dana,
  members: [dana, ...others],
  team: { id: "19:acme-general@thread.tacv2", name: "Databases", aadGroupId: guid("databases") },
  channel: { id: "19:acme-db-approvals@thread.tacv2", name: "db-approvals" },
  personalChat: { id: "a:acme-personal" },
  groupChat: { id: "19:acme-group@unq.gbl.spaces", name: "On call" },
} as const;

/** Where the client shows what is posted. */
export const shownConversations: readonly string[] = [
  acmeTenant.team.id,
  acmeTenant.channel.id,
  acmeTenant.personalChat.id,
  acmeTenant.groupChat.id,
];

function memberOf({ name, realName, email }: SlackPerson): TeamsMember {
  const [givenName = "", surname = ""] = realName.split(" ");
  return {
    id: `29:acme-${name}`,
    aadObjectId: guid(email),
    name: realName,
    givenName,
    surname,
    email,
    userPrincipalName: email,
  };
}

/** The same one each time, as people and places keep theirs over restarts. */
function guid(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
