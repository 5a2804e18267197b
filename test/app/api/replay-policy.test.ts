import { describe, expect, test } from "vitest";
import { makeReplayPolicy } from "../../../src/app/api/replay-policy.ts";
import type { RequestSummary } from "../../../src/app/ports/request-store.ts";
import type { Person } from "../../../src/core/person.ts";
import { withoutApprovals } from "../../../src/core/policy/break-glass.ts";
import { evaluatePolicy } from "../../../src/core/policy/evaluate-policy.ts";
import type { Policy } from "../../../src/core/policy/policy.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { type PolicyText, policyOf } from "../../core/policy/sample-policy.ts";
import {
  accepted,
  approval,
  askedAt,
  askedFor,
  ben,
  cleo,
  dora,
  hoursLater,
  person,
} from "../../core/sample-requests.ts";

const lena = person("lena@acme.example", "Lena");

const instance = { id: "orders", account: "123456789012", region: "eu-central-1", resourceId: "db-ORDERS" };
const state = { class: "db.r6g.8xlarge", storage_gib: 200 };
const parameters = { force_failover: false };

/** Lena's reboot of a large production database, filed under a policy. */
function filed(
  policy: Policy,
  { template, incident }: { readonly template?: string; readonly incident?: string } = {},
): ApprovalRequest {
  const { id: name, account, region } = instance;
  const { expiresAfterSeconds: _, ...answer } = evaluatePolicy(policy, {
    kind: "rds",
    operation: "reboot_instance",
    environment: "production",
    catalogueRisk: "high",
    raisedBy: [],
    parameters,
    tags: {},
    collateral: [],
    instance: { name, account, region, ...state },
    cost: { kind: "none" },
    requester: lena.id,
    surface: "slack",
    at: askedAt,
    template,
    isEmergency: incident !== undefined,
  });
  const requirement = incident ? withoutApprovals(policy, answer.requirement) : answer.requirement;
  const asked = askedFor(requirement, {
    ...answer,
    intent: { kind: "rds", operation: "reboot_instance", instance, parameters, state },
    requestedBy: lena,
    requirement,
    estimatedCost: { kind: "none" },
    template,
    incident,
  });
  return accepted(create(asked, askedAt)).request;
}

function approved(request: ApprovalRequest, ...people: readonly Person[]): ApprovalRequest {
  return people.reduce(
    (so, by, index) =>
      accepted(decide(so, approval(by, { digest: so.digest }), hoursLater(index + 1))).request,
    request,
  );
}

/** What a policy would have made of one request, where that is anything else. */
async function replayed(policy: Policy, request: ApprovalRequest) {
  const replay = makeReplayPolicy({
    tenant: request.tenant,
    requests: {
      search: async () => ({ items: [{ id: request.id } as RequestSummary], next: undefined }),
      find: async () => request,
    },
  });
  return (await replay(policy, askedAt, { limit: 10 })).different[0];
}

const rules = {
  large: { name: "large", when: { condition: 'instance.class.endsWith("8xlarge")' }, approvals: 3 },
  small: { name: "small", when: { condition: 'instance.class.endsWith(".large")' }, approvals: 3 },
  denying: { name: "denying", deny: "never by hand", break_glass: "allowed" },
} as const;

const passing: Partial<PolicyText> = {
  templates: {
    nightly: {
      operation: "reboot_instance",
      justification: "Each night.",
      groups: ["leads"],
      pre_approved: true,
    },
  },
};

const glass: Partial<PolicyText> = {
  break_glass: { groups: ["leads"], reviewers: ["dba"], escalate_to: ["sre"], freezes: "ignored" },
  rules: [rules.denying],
};

describe("under the policy that it was filed under, nothing is another", () => {
  test.each<[string, Partial<PolicyText>, Parameters<typeof filed>[1]]>([
    ["of a request that a template let pass", passing, { template: "nightly" }],
    ["of an emergency against a rule that denies", glass, { incident: "INC-1" }],
    ["of one whose rule looks at the instance", { rules: [rules.small] }, {}],
  ])("%s", async (_what, changes, asked) => {
    const policy = policyOf(changes);

    expect(await replayed(policy, filed(policy, asked))).toBeUndefined();
  });
});

test("a rule that looks at the instance is asked about the one that was meant", async () => {
  const difference = await replayed(policyOf({ rules: [rules.large, rules.small] }), filed(policyOf()));

  expect(difference?.wouldBe).toMatchObject({ approvals: 3, rules: ["large"] });
});

test("an emergency that the policy would not know needs its approvals", async () => {
  const difference = await replayed(policyOf(), filed(policyOf(glass), { incident: "INC-1" }));

  expect(difference).toMatchObject({ was: { approvals: 0 }, wouldBe: { approvals: 2, isDenied: false } });
});

describe("the people who approved it are enough", () => {
  const groups = {
    dba: { members: [ben.id, cleo.id] },
    sre: { members: [dora.id] },
    leads: { members: [lena.id] },
  };

  test.each([
    ["where each group has one of them", [ben, dora], true],
    ["but not where a group has none", [ben, cleo], false],
  ])("%s", async (_where, people, isEnough) => {
    const before = policyOf({ groups, defaults: { approvers: ["dba", "sre"], notify: {} } });
    const after = policyOf({ groups, rules: [{ name: "each", one_from_each: ["dba", "sre"] }] });

    const difference = await replayed(after, approved(filed(before), ...people));

    expect(difference?.wouldBe.isEnough).toBe(isEnough);
  });

  test("where one of them decided for somebody who is away", async () => {
    const away = {
      id: "delegation-1",
      of: cleo,
      to: dora,
      from: askedAt,
      until: hoursLater(9),
      untilText: "",
    };
    const stoodIn = { ...filed(policyOf()), delegations: [away] };
    const policy = policyOf({ rules: [{ name: "quick", expires_after: "1h" }] });

    const difference = await replayed(policy, approved(stoodIn, ben, dora));

    expect(difference?.wouldBe.isEnough).toBe(true);
  });
});
