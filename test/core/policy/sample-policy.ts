import type { z } from "zod";
import { type Policy, policySchema } from "../../../src/core/policy/policy.ts";

export type PolicyText = z.input<typeof policySchema>;

/** The policy as its file would say it; `changes` replace whole sections. */
export function policyText(changes: Partial<PolicyText> = {}): PolicyText {
  return {
    version: 1,
    groups: {
      dba: { members: ["ben@acme.example", "cleo@acme.example"] },
      sre: { members: ["cleo@acme.example", "dora@acme.example"] },
      leads: { members: ["lena@acme.example"] },
    },
    environments: {
      production: { tags: ["prod", "Live"], names: ["prod-*"] },
      staging: { names: ["staging-*", "*-stg"] },
      development: { tags: ["dev"] },
    },
    defaults: { approvers: ["dba"], notify: { slack: ["C0DEFAULT"] } },
    ...changes,
  };
}

export function policyOf(changes: Partial<PolicyText> = {}): Policy {
  return { ...policySchema.parse(policyText(changes)), hash: "policy-hash" };
}
