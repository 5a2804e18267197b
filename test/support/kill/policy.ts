import { acmeChannels } from "../../../src/local/parts/workspace.ts";
import { acmeTeamsChannels } from "../strict-teams/acme-teams.ts";

/** Databases by their stories: each environment has a way of its own to be approved. */
export const databases = {
  production: ["orders-01", "orders-02", "orders-03", "orders-04", "orders-05"],
  staging: ["basket-01", "basket-02"],
  warehouse: ["stocks-01", "stocks-02", "stocks-03", "stocks-04"],
  accounting: ["ledger-01", "ledger-02", "ledger-03"],
} as const;

/** Two approve in Slack, one does, one does in Teams, one does by a mail's link. */
export const policyText = `
version: 1
groups:
  dba-leads: { members: [priya.nair@acme.example, tom.okafor@acme.example] }
  sre-oncall: { members: [lena.fischer@acme.example, marco.silva@acme.example] }
environments:
  production: { names: ["orders-*"] }
  staging: { names: ["basket-*"] }
  warehouse: { names: ["stocks-*"] }
  accounting: { names: ["ledger-*"] }
operations:
  create_snapshot: { risk: { production: high, accounting: medium } }
  reboot_instance: { risk: { staging: medium, warehouse: medium } }
defaults:
  approvers: [dba-leads, sre-oncall]
  notify: { slack: [${acmeChannels.approvals.id}] }
rules:
  - name: production
    when: { environments: [production] }
    notify: { slack: [${acmeChannels.production.id}] }
  - name: warehouse
    when: { environments: [warehouse] }
    approvers: [sre-oncall]
    notify: { teams: ["${acmeTeamsChannels.approvals.id}"] }
  - name: accounting
    when: { environments: [accounting] }
    approvers: [sre-oncall]
    notify: { email: approvers }
`;
