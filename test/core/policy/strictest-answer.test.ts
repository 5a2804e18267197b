import { describe, expect, test } from "vitest";
import type { PolicyAnswer } from "../../../src/core/policy/evaluate-policy.ts";
import { strictestAnswer } from "../../../src/core/policy/strictest-answer.ts";
import type { Requirement } from "../../../src/core/requirement.ts";
import { anna, ben, cleo, dora, otto } from "../sample-requests.ts";

const [teamsOne, teamsTwo] = ["19:one@thread.tacv2", "19:two@thread.tacv2"];

function answer(
  changes: Partial<Omit<PolicyAnswer, "requirement">> & { readonly requirement?: Partial<Requirement> } = {},
): PolicyAnswer {
  return {
    risk: "medium",
    expiresAfterSeconds: 3600,
    slackChannels: ["C0ONE"],
    teamsChannels: [teamsOne],
    teamsPeople: ["requester"],
    emailRecipients: [ben.id],
    ...changes,
    requirement: {
      approvals: 1,
      raisedBy: [],
      approvers: [ben.id, cleo.id],
      escalationApprovers: [],
      groups: ["dba"],
      rules: [],
      policyVersion: "policy-hash",
      ...changes.requirement,
    },
  };
}

describe("of several answers of the policy", () => {
  test("the highest risk, the most approvals and the shortest expiry count, and all channels, rules and reasons", () => {
    const together = strictestAnswer([
      answer({ requirement: { rules: ["one"], raisedBy: ["because"] } }),
      answer({
        risk: "high",
        slackChannels: ["C0TWO"],
        teamsChannels: [teamsTwo],
        teamsPeople: [cleo.id],
        emailRecipients: [cleo.id],
        requirement: { approvals: 2, groups: ["leads"], rules: ["one", "two"] },
      }),
      answer({
        risk: "low",
        expiresAfterSeconds: 60,
        slackChannels: ["C0ONE"],
        requirement: { approvals: 0 },
      }),
    ]);

    expect(together).toEqual({
      risk: "high",
      expiresAfterSeconds: 60,
      slackChannels: ["C0ONE", "C0TWO"],
      teamsChannels: [teamsOne, teamsTwo],
      teamsPeople: ["requester", cleo.id],
      emailRecipients: [ben.id, cleo.id],
      requirement: {
        approvals: 2,
        raisedBy: ["because"],
        approvers: [ben.id, cleo.id],
        escalationApprovers: [],
        groups: ["leads"],
        rules: ["one", "two"],
        policyVersion: "policy-hash",
      },
    });
  });

  test("only those may decide who may decide each of them", () => {
    const { requirement } = strictestAnswer([
      answer({ requirement: { approvers: [ben.id, cleo.id], escalationApprovers: [dora.id, otto.id] } }),
      answer({ requirement: { approvers: [cleo.id, dora.id, anna.id], escalationApprovers: [] } }),
    ]);

    expect(requirement.approvers).toEqual([cleo.id]);
    expect(requirement.escalationApprovers).toEqual([dora.id]);
  });

  test("one that needs no approval keeps nobody from deciding", () => {
    const { requirement } = strictestAnswer([
      answer({ risk: "low", requirement: { approvals: 0, approvers: [] } }),
      answer({ requirement: { approvers: [ben.id] } }),
    ]);

    expect(requirement).toMatchObject({ approvals: 1, approvers: [ben.id] });
  });

  test("one alone stays as it is", () => {
    const only = answer({ requirement: { escalationApprovers: [dora.id] } });

    expect(strictestAnswer([only])).toEqual(only);
  });
});
