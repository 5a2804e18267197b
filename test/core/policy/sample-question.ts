import { personIdSchema } from "../../../src/core/person.ts";
import { evaluatePolicy, type PolicyQuestion } from "../../../src/core/policy/evaluate-policy.ts";
import { costOf } from "../sample-requests.ts";
import { type PolicyText, policyOf } from "./sample-policy.ts";

export type RuleText = NonNullable<PolicyText["rules"]>[number];

export const id = (name: string) => personIdSchema.parse(`${name}@acme.example`);

/** A Friday, half past five in the afternoon in Berlin. */
const friday = new Date("2026-11-27T16:30:00Z");

export const question: PolicyQuestion = {
  kind: "rds",
  operation: "modify_storage",
  environment: "production",
  catalogueRisk: "medium",
  raisedBy: [],
  parameters: { allocated_storage: 500, type: "gp3" },
  tags: { team: "payments" },
  requester: id("ben"),
  surface: "slack",
  at: friday,
  collateral: [],
  cost: costOf(120),
  instance: {
    name: "orders",
    account: "123456789012",
    region: "eu-central-1",
    class: "db.r6g.large",
    storage_gib: 200,
  },
};

const groups = {
  dba: { members: ["ben@acme.example", "cleo@acme.example"] },
  sre: { members: ["cleo@acme.example", "dora@acme.example"] },
  leads: { members: ["lena@acme.example", "cleo@acme.example"], level: 3 },
  owners: { members: ["olga@acme.example"], level: 5 },
};

export function requirementOf(rules: readonly RuleText[], asked: Partial<PolicyQuestion> = {}) {
  const policy = policyOf({ groups, time_zone: "Europe/Berlin", rules: [...rules] });
  return evaluatePolicy(policy, { ...question, ...asked }).requirement;
}
