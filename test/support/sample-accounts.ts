import { onTestFinished } from "vitest";
import { type AccountAccessOptions, makeAccountAccess } from "../../src/aws/sts/account-access.ts";
import { makeAssumeRole, makeStsClient } from "../../src/aws/sts/assume-role.ts";
import type { Account } from "../../src/core/policy/accounts.ts";
import { type LocalStsOptions, startLocalSts } from "../../src/local/sts/local-sts.ts";
import {
  memberAccount,
  memberRegion,
  memberRoles,
  ownOperatorRole,
  sampleExternalId,
} from "../../src/local/sts/sample-roles.ts";

export const ownAccount: Account = { id: "123456789012", name: "main", regions: ["eu-central-1"] };

/** The sample's second account, which the stand-ins for RDS and STS know. */
export const ledgerAccount: Account = {
  id: memberAccount,
  name: "ledger",
  regions: [memberRegion],
  reader_role: memberRoles.reader,
  operator_role: memberRoles.operator,
  external_id: sampleExternalId,
};

export const twoAccounts: readonly Account[] = [ownAccount, ledgerAccount];

export const inOwn = { account: "123456789012", region: "eu-central-1" } as const;
export const inLedger = { account: memberAccount, region: memberRegion } as const;

/** A stand-in for STS, gone when the test is, and the tool's own rights through it. */
export async function openAccounts(
  changes: Partial<AccountAccessOptions> = {},
  options: LocalStsOptions & { readonly now?: () => Date } = {},
) {
  const sts = await startLocalSts(options);
  const client = makeStsClient({
    endpoint: sts.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  onTestFinished(async () => {
    client.destroy();
    await sts.stop();
  });
  const accountOptions: AccountAccessOptions = {
    accounts: twoAccounts,
    ownOperatorRole,
    externalId: sampleExternalId,
    sessionName: "countersign-inventory",
    ...changes,
  };
  return {
    access: makeAccountAccess(makeAssumeRole(client), accountOptions, options.now),
    stop: sts.stop,
    fault: (content: unknown) =>
      fetch(`${sts.url}/_control/faults`, { method: "POST", body: JSON.stringify(content) }),
    async calls() {
      const calls = await (await fetch(`${sts.url}/_control/calls`)).json();
      return calls as readonly { readonly parameters: Readonly<Record<string, string>> }[];
    },
  };
}
