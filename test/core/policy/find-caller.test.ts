import { describe, expect, test } from "vitest";
import { findCaller } from "../../../src/core/policy/find-caller.ts";
import { type PolicyText, policyOf } from "./sample-policy.ts";

const account = "123456789012";
const sso = { sso_role: "AWSReservedSSO_Developers_*", account, email_domain: "Acme.example" };
const ssoSession = (name: string, role = "AWSReservedSSO_Developers_0123456789abcdef", of = account) =>
  `arn:aws:sts::${of}:assumed-role/${role}/${name}`;

const callersOf = (callers: PolicyText["callers"]) => policyOf({ callers }).callers;

describe("a principal is a person's", () => {
  test.each([
    ["a user", `arn:aws:iam::${account}:user/team/ci-deploy`, `arn:aws:iam::${account}:user/team/ci-deploy`],
    [
      "one session of a role",
      `arn:aws:sts::${account}:assumed-role/deploy/ci-1`,
      `arn:aws:sts::${account}:assumed-role/deploy/ci-1`,
    ],
    [
      "any session of a role",
      `arn:aws:iam::${account}:role/deploy`,
      `arn:aws:sts::${account}:assumed-role/deploy/x`,
    ],
    [
      "any session of a role that has a path",
      `arn:aws:iam::${account}:role/ci/deploy`,
      `arn:aws:sts::${account}:assumed-role/deploy/x`,
    ],
    [
      "a role of another partition",
      `arn:aws-us-gov:iam::${account}:role/deploy`,
      `arn:aws-us-gov:sts::${account}:assumed-role/deploy/x`,
    ],
  ])("by %s", (_what, arn, principal) => {
    const callers = callersOf([{ arn, person: "CI@acme.example" }]);

    expect(findCaller(callers, principal)?.person).toBe("ci@acme.example");
  });

  test("by the name that IAM Identity Center gives the session", () => {
    expect(findCaller(callersOf([sso]), ssoSession("Dana.Reyes@ACME.example"))).toEqual({
      person: "dana.reyes@acme.example",
      roles: ["requester", "approver"],
      tenant: undefined,
      actsForOthers: false,
    });
  });

  test("by its session before its role", () => {
    const callers = callersOf([
      { arn: `arn:aws:iam::${account}:role/deploy`, person: "role@acme.example" },
      { arn: `arn:aws:sts::${account}:assumed-role/deploy/ann`, person: "ann@acme.example" },
    ]);

    expect(findCaller(callers, `arn:aws:sts::${account}:assumed-role/deploy/ann`)?.person).toBe(
      "ann@acme.example",
    );
  });
});

describe("a principal is nobody's", () => {
  const callers = callersOf([
    sso,
    { arn: `arn:aws:iam::${account}:user/ci`, person: "ci@acme.example" },
    { arn: `arn:aws:iam::${account}:role/deploy`, person: "deploy@acme.example" },
  ]);

  test.each([
    ["another user", `arn:aws:iam::${account}:user/ci2`],
    ["a user under another path", `arn:aws:iam::${account}:user/x/ci`],
    ["the account's root", `arn:aws:iam::${account}:root`],
    ["a role of the same name in another account", "arn:aws:sts::999999999999:assumed-role/deploy/x"],
    ["a role of the same name in another partition", `arn:aws-cn:sts::${account}:assumed-role/deploy/x`],
    ["a role whose name only ends the same", `arn:aws:sts::${account}:assumed-role/mydeploy/x`],
    ["a federated user", `arn:aws:sts::${account}:federated-user/dana@acme.example`],
    ["another permission set", ssoSession("dana@acme.example", "AWSReservedSSO_Admins_0123456789abcdef")],
    [
      "a longer name of a permission set",
      ssoSession("dana@acme.example", "AWSReservedSSO_Developers_Plus_0123456789abcdef"),
    ],
    ["a role made to look like one", ssoSession("dana@acme.example", "AWSReservedSSO_Developers_mine")],
    [
      "Identity Center's role in another account",
      ssoSession("dana@acme.example", "AWSReservedSSO_Developers_0123456789abcdef", "999999999999"),
    ],
    ["a session that is no address", ssoSession("dana")],
    ["a session of another domain", ssoSession("dana@acme.example.org")],
    ["a session of a domain that ends the same", ssoSession("dana@notacme.example")],
    ["a session that is only a domain", ssoSession("@acme.example")],
    ["nothing", ""],
  ])("%s", (_what, principal) => {
    expect(findCaller(callers, principal)).toBeUndefined();
  });

  test("one that two people would be", () => {
    const twice = callersOf([
      { arn: `arn:aws:iam::${account}:user/ci`, person: "one@acme.example" },
      { arn: `arn:aws:iam::${account}:user/ci`, person: "two@acme.example" },
    ]);

    expect(findCaller(twice, `arn:aws:iam::${account}:user/ci`)).toBeUndefined();
  });
});

describe("what a principal may do", () => {
  const arn = `arn:aws:iam::${account}:user/ci`;
  const entry = (more: object) => ({ arn, person: "ci@acme.example", ...more });

  test("adds up over the entries of one person", () => {
    const callers = callersOf([
      entry({ roles: ["requester"] }),
      entry({ roles: ["auditor"], acts_for_others: true }),
    ]);

    expect(findCaller(callers, arn)).toMatchObject({
      roles: ["requester", "auditor"],
      actsForOthers: true,
    });
  });

  test("is nothing where entries name several tenants", () => {
    const callers = callersOf([entry({ tenant: "one" }), entry({ tenant: "other" })]);

    expect(findCaller(callers, arn)).toBeUndefined();
  });

  test("is nothing where a role of IAM Identity Center is in several tenants", () => {
    const callers = callersOf([sso, { ...sso, tenant: "other" }]);

    expect(findCaller(callers, ssoSession("ann@acme.example"))).toBeUndefined();
  });
});
