import type { Policy } from "../../../src/core/policy/policy.ts";
import { policySchema } from "../../../src/core/policy/policy.ts";

/** Acme's policy in short: one rule for production, with these routes. */
export function policyWith({
  approvers = ["dba-leads", "sre-oncall"],
  slack = ["C0DBPROD"],
  email,
  escalateTo,
  remind,
}: {
  readonly approvers?: string[];
  readonly slack?: string[];
  readonly email?: "approvers" | "none" | string[];
  readonly escalateTo?: string[];
  readonly remind?: { readonly after: string; readonly at_most: number };
}): Policy {
  const policy = policySchema.parse({
    version: 1,
    groups: {
      "dba-leads": { members: ["priya.nair@acme.example", "tom.okafor@acme.example"] },
      "sre-oncall": { members: ["lena.fischer@acme.example", "marco.silva@acme.example"] },
    },
    environments: { production: { tags: ["prod"], names: ["prod-*"] } },
    operations: { create_snapshot: { risk: { production: "high" } } },
    defaults: { approvers: ["dba-leads"], notify: { slack: ["C0DEFAULT"] } },
    rules: [
      {
        name: "production",
        when: { environments: ["production"] },
        approvers,
        ...(remind && { remind }),
        ...(escalateTo && { escalate_to: escalateTo }),
        notify: { slack, ...(email && { email }) },
      },
    ],
  });
  return { ...policy, hash: "policy-hash" };
}
