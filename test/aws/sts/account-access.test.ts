import { expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { inLedger, inOwn, ledgerAccount, openAccounts, twoAccounts } from "../../support/sample-accounts.ts";

const requestId = requestIdSchema.parse("req-0000000001");
const carrier = { id: requestId, environment: "staging" };
const policy = '{"Version":"2012-10-17","Statement":[]}';

test("an account is read in a session with its external id, named after the function, opened once for all who ask", async () => {
  const { access, calls } = await openAccounts();
  const credentials = access.reading(inLedger.account);

  const [first, second] = await Promise.all([credentials?.(), credentials?.()]);
  const third = await access.reading(inLedger.account)?.();

  expect([second, third]).toEqual([first, first]);
  expect((await calls()).map(({ parameters }) => parameters)).toEqual([
    expect.objectContaining({
      Action: "AssumeRole",
      RoleArn: ledgerAccount.reader_role,
      ExternalId: "countersign-local",
      RoleSessionName: "countersign-inventory",
    }),
  ]);
});

test("a reading session that is about to end is opened anew", async () => {
  let now = Date.now();
  const { access, calls } = await openAccounts({}, { now: () => new Date(now) });
  const credentials = access.reading(inLedger.account);

  const first = await credentials?.();
  now += 53 * 60_000;
  const still = await credentials?.();
  now += 2 * 60_000;
  const anew = await credentials?.();

  expect(still).toEqual(first);
  expect(anew?.sessionToken).not.toBe(first?.sessionToken);
  expect(await calls()).toHaveLength(2);
});

test("an opening that failed is tried again at the next question", async () => {
  const { access, fault } = await openAccounts();
  await fault({ action: "AssumeRole", kind: "error", code: "AccessDenied" });
  const credentials = access.reading(inLedger.account);

  await expect(credentials?.()).rejects.toThrow();

  expect(await credentials?.()).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/) });
});

test("a change has a session of its own, named after its request, tagged with its environment and limited to its policy", async () => {
  const { access, calls } = await openAccounts();

  const ofLedger = await access.changing(inLedger.account, carrier, policy);
  const ofOwn = await access.changing(inOwn.account, carrier, policy);

  expect([ofLedger.ok, ofOwn.ok]).toEqual([true, true]);
  expect((await calls()).map(({ parameters }) => parameters)).toMatchObject([
    {
      RoleArn: "arn:aws:iam::210987654321:role/countersign-operator",
      RoleSessionName: requestId,
      ExternalId: "countersign-local",
      DurationSeconds: "900",
      "Tags.member.1.Key": "countersign:environment",
      "Tags.member.1.Value": "staging",
      Policy: policy,
    },
    { RoleArn: "arn:aws:iam::123456789012:role/countersign-operator", RoleSessionName: requestId },
  ]);
});

test("an account of its own that names no roles is read with the tool's own rights", async () => {
  const { access } = await openAccounts();

  expect(access.reading(inOwn.account)).toBeUndefined();
});

test("without any role, changes are made with the tool's own rights too", async () => {
  const { access, calls } = await openAccounts({ accounts: [], ownOperatorRole: undefined });

  const changing = await access.changing(inOwn.account, carrier, policy);

  expect(changing).toEqual({ ok: true, value: undefined });
  expect(await calls()).toEqual([]);
});

test.each([
  [
    "another external id",
    { externalId: "guessed", accounts: [{ ...ledgerAccount, external_id: "guessed" }] },
  ],
  ["no external id", { accounts: [withoutExternalId()], externalId: undefined }],
  [
    "a role that is not there",
    { accounts: [{ ...ledgerAccount, operator_role: "arn:aws:iam::210987654321:role/other" }] },
  ],
])(
  "with %s a change is refused for good, and the refusal names neither role nor external id",
  async (_, changes) => {
    const { access } = await openAccounts(changes);

    const refused = await access.changing(inLedger.account, carrier, policy);

    expect(refused).toEqual({
      ok: false,
      error: { code: "RoleNotAssumed", message: expect.stringContaining("210987654321: AccessDenied") },
    });
    expect(JSON.stringify(refused)).not.toMatch(/guessed|arn:/);
  },
);

test.each([
  ["throttles", { kind: "error", code: "Throttling", times: 9 }],
  ["has a fault", { kind: "error", code: "InternalFailure", times: 9 }],
  ["does not answer", { kind: "drop-before", times: 9 }],
])("a change while STS %s is a gateway error", async (_, content) => {
  const { access, fault } = await openAccounts();
  await fault({ action: "AssumeRole", ...content });

  await expect(access.changing(inLedger.account, carrier, policy)).rejects.toThrow(GatewayError);
});

test("a role is asked for again when the first answer is lost", async () => {
  const { access, fault, calls } = await openAccounts();
  await fault({ action: "AssumeRole", kind: "drop-before" });

  const changing = await access.changing(inLedger.account, carrier, policy);

  expect(changing.ok).toBe(true);
  expect(await calls()).toHaveLength(2);
});

test("an account that the policy does not name any more is neither read nor changed", async () => {
  const { access } = await openAccounts({ accounts: [twoAccounts[0] ?? ledgerAccount] });

  expect(() => access.reading(inLedger.account)).toThrow(GatewayError);
  await expect(access.changing(inLedger.account, carrier, policy)).rejects.toThrow(GatewayError);
});

function withoutExternalId() {
  const { external_id: _, ...account } = ledgerAccount;
  return account;
}
