import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { acmeTeamsChannels } from "../../support/strict-teams/acme-teams.ts";

export type Name = keyof typeof acmePeople;

export const names = Object.keys(acmePeople) as readonly Name[];

export const slackChannel = acmeChannels.production;
const quietChannel = acmeChannels.approvals;
export const teamsChannel = acmeTeamsChannels.approvals;

export const tenant = "acme";

/** Under which the tables keep who decides for whom. */
export const delegationsKey = `delegations#${tenant}`;

/** Monday morning. */
export const beganAt = Date.parse("2026-03-02T09:00:00.000Z");

/** While it lasts, nothing starts in staging. */
const freeze = { from: "2026-03-02 12:00", to: "2026-03-02 15:00" } as const;

/**
 * Production asks two people in Slack and one by mail, staging one in Teams, workflows one in Slack, and development nobody; nor does an
 * emergency of those on call. What is not named for the premises counts as production.
 */
export const policy = readPolicy(
  `
version: 1
groups:
  dba-leads: { members: [${mailOf("priya")}, ${mailOf("tom")}] }
  sre-oncall: { members: [${mailOf("lena")}, ${mailOf("marco")}] }
  managers: { members: [${mailOf("olga")}] }
  readers: { members: [${mailOf("tom")}] }
environments:
  production: { names: ["prod-*"] }
  staging: { names: ["staging-*"] }
  development: { names: ["dev-*"] }
  workflows: { names: ["workflow-*"] }
actions:
  restart_service: { environment: staging, risk: medium, run_within: 4h }
  ping_host: { environment: development, risk: low, run_within: 4h }
tasks: { environment: workflows, risk: medium, approvers: [sre-oncall], requester: ${mailOf("dana")} }
callers:
  - { sso_role: AWSReservedSSO_Developers_*, account: "123456789012", email_domain: acme.example }
break_glass:
  groups: [sre-oncall]
  reviewers: [dba-leads, sre-oncall]
  review_within: 4h
  escalate_to: [managers]
  freezes: ignored
operations:
  create_snapshot: { risk: { production: high, staging: medium, development: low } }
freezes:
  - { name: noon, from: "${freeze.from}", to: "${freeze.to}", time_zone: UTC, environments: [staging], action: hold, reason: tests }
defaults:
  approvers: [dba-leads, sre-oncall]
  safety_snapshot: []
  notify: { slack: [] }
rules:
  - name: production
    when: { environments: [production] }
    expires_after: 24h
    escalate: [{ after: 2h, to: [managers] }]
    notify: { slack: [${slackChannel.id}], email: [readers] }
  - name: staging
    when: { environments: [staging] }
    expires_after: 8h
    notify: { teams: ["${teamsChannel.id}"] }
  - name: workflows
    when: { environments: [workflows] }
    expires_after: 8h
    notify: { slack: [${slackChannel.id}] }
  - name: development
    when: { environments: [development] }
    notify: { slack: [${quietChannel.id}] }
`,
  "model-policy.yaml",
);

export function mailOf(name: Name): string {
  return acmePeople[name].email;
}
