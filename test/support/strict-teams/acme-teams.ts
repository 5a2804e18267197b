import { createHash } from "node:crypto";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import type { Team, TeamsPerson } from "./tenant-records.ts";

/** Acme's people as Teams knows them, a guest, and two whose accounts have no address. */
export const acmeTeamsPeople = {
  dana: member(acmePeople.dana),
  priya: member(acmePeople.priya),
  tom: member(acmePeople.tom),
  lena: member(acmePeople.lena),
  marco: member(acmePeople.marco),
  olga: member(acmePeople.olga),
  gustav: {
    ...identity("Gustav Adler"),
    email: "gustav.adler@partner.example",
    userPrincipalName: "gustav.adler_partner.example#EXT#@acme.example",
    userRole: "guest",
    tenantId: guid("partner"),
  },
  nora: { ...identity("Nora Weiss"), userPrincipalName: "nora.weiss@acme.example" },
  otto: identity("Otto Kern"),
} as const satisfies Record<string, TeamsPerson>;

export const acmeTenantId = guid("acme");
export const foreignTenantId = guid("somebody-else");

const generalId = channelId("general");

export const acmeTeamsChannels = {
  general: { id: generalId, name: "General" },
  approvals: { id: channelId("approvals"), name: acmeChannels.approvals.name },
  production: { id: channelId("production"), name: acmeChannels.production.name },
} as const;

export const acmeTeam: Team = {
  id: generalId,
  name: "Databases",
  aadGroupId: guid("databases"),
  channels: Object.values(acmeTeamsChannels),
};

function member({ realName, email }: { readonly realName: string; readonly email: string }): TeamsPerson {
  return { ...identity(realName), email, userPrincipalName: email };
}

function identity(name: string): Pick<TeamsPerson, "id" | "name" | "aadObjectId"> {
  return { id: `29:1${digest(name)}`, name, aadObjectId: guid(name) };
}

function channelId(name: string): string {
  return `19:${digest(name).slice(0, 32)}@thread.tacv2`;
}

function guid(name: string): string {
  return digest(name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

function digest(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}
