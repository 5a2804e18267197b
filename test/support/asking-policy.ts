import type { z } from "zod";
import { type Policy, policySchema } from "../../src/core/policy/policy.ts";

type WholeRule = NonNullable<z.input<typeof policySchema>["rules"]>[number];
type RuleText = Omit<WholeRule, "name" | "when">;

/** Acme's people, and one rule about production. */
export function askingPolicy(rule: RuleText, when: WholeRule["when"] = {}): Policy {
  const policy = policySchema.parse({
    version: 1,
    groups: {
      "dba-leads": { members: ["priya.nair@acme.example", "tom.okafor@acme.example"] },
      lena: { members: ["lena.fischer@acme.example"] },
      marco: { members: ["marco.silva@acme.example"] },
    },
    environments: { production: { tags: ["prod"], names: ["prod-*"] } },
    operations: { create_snapshot: { risk: { production: "high" } } },
    defaults: { approvers: ["dba-leads"], notify: { slack: ["C0DEFAULT"] } },
    rules: [{ name: "production", when: { environments: ["production"], ...when }, ...rule }],
  });
  return { ...policy, hash: "asking-policy" };
}
