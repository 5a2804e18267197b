import { describe, expect, test } from "vitest";
import { findPlaceText, placesOf } from "../../../src/core/policy/accounts.ts";
import { policySchema } from "../../../src/core/policy/policy.ts";
import { type PolicyText, policyOf, policyText } from "./sample-policy.ts";

const own = { id: "123456789012", name: "main", regions: ["eu-central-1"] };
const ledger = {
  id: "210987654321",
  regions: ["eu-west-1", "eu-central-1"],
  reader_role: "arn:aws:iam::210987654321:role/countersign-reader",
  operator_role: "arn:aws:iam::210987654321:role/countersign-operator",
  external_id: "countersign-prod",
};

describe("the accounts of a policy", () => {
  test("are the tool's own alone where it lists none", () => {
    expect(placesOf(policyOf().accounts)).toEqual([]);
  });

  test("are each looked at in every region that they name", () => {
    const { accounts } = policyOf({ accounts: [own, ledger] });

    expect(placesOf(accounts)).toEqual([
      { account: "123456789012", region: "eu-central-1" },
      { account: "210987654321", region: "eu-west-1" },
      { account: "210987654321", region: "eu-central-1" },
    ]);
  });

  test("are told apart by name, number and region, where there is more than one place", () => {
    const { accounts } = policyOf({ accounts: [own, ledger] });
    const alone = policyOf({ accounts: [own] }).accounts;
    const place = { account: "123456789012", region: "eu-central-1" };

    expect(findPlaceText(accounts, place)).toBe("main (123456789012), eu-central-1");
    expect(findPlaceText(accounts, { ...place, account: "210987654321" })).toBe("210987654321, eu-central-1");
    expect(findPlaceText(alone, place)).toBeUndefined();
  });
});

describe("a mistake in the accounts is told with its key", () => {
  const { reader_role, operator_role, ...bare } = ledger;
  const foreign = "arn:aws:iam::111111111111:role/countersign-reader";

  test.each<[string, PolicyText["accounts"], string]>([
    ["an account twice", [own, ledger, ledger], "accounts.2.id: 210987654321 is listed twice"],
    [
      "a region twice",
      [{ ...own, regions: ["eu-west-1", "eu-west-1"] }],
      "accounts.0.regions.1: eu-west-1 is listed twice",
    ],
    [
      "a role of another account",
      [{ ...ledger, reader_role: foreign }],
      "accounts.0.reader_role: this role is not of the account 210987654321",
    ],
    [
      "a reader without an operator",
      [{ ...bare, reader_role }],
      "accounts.0.reader_role: needs an operator_role as well",
    ],
    [
      "an operator without a reader",
      [{ ...bare, operator_role }],
      "accounts.0.operator_role: needs a reader_role as well",
    ],
    [
      "two accounts without roles",
      [own, bare],
      "accounts.1.id: only the account that the tool runs in has no roles",
    ],
    [
      "an account of eleven digits",
      [{ ...own, id: "12345678901" }],
      "accounts.0.id: an AWS account has twelve digits; quote it",
    ],
    [
      "a region by its name",
      [{ ...own, regions: ["Frankfurt"] }],
      'accounts.0.regions.0: a region looks like "eu-central-1"',
    ],
    ["no region", [{ ...own, regions: [] }], "accounts.0.regions: name a region at least"],
    [
      "a role by its name",
      [{ ...ledger, operator_role: "countersign-operator" }],
      'accounts.0.operator_role: a role looks like "arn:aws:iam::123456789012:role/countersign-reader"',
    ],
    [
      "an external id that AWS does not take",
      [{ ...ledger, external_id: "two words" }],
      "accounts.0.external_id: 2 to 1224 letters, digits and +=,.@:/-",
    ],
  ])("%s", (_what, accounts, issue) => {
    const parsed = policySchema.safeParse(policyText({ accounts }));

    const issues = parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(issues).toContain(issue);
  });
});
