import { RDSClient, RebootDBInstanceCommand } from "@aws-sdk/client-rds";
import { expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeRdsClients } from "../../../src/aws/rds/rds-clients.ts";
import { makeRdsGateway } from "../../../src/aws/rds/rds-gateway.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import type { LocalStsOptions } from "../../../src/local/sts/local-sts.ts";
import { memberRoles } from "../../../src/local/sts/sample-roles.ts";
import type { RdsCommand } from "../../../src/operations/frame/rds-gateway.ts";
import { inLedger, inOwn, openAccounts } from "../../support/sample-accounts.ts";

const requestId = requestIdSchema.parse("req-0000000001");
const carrier = { id: requestId, environment: "production" };

const access = { region: "eu-central-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

interface RecordedCall {
  readonly action: string;
  readonly session?: { readonly roleArn: string; readonly name: string };
}

async function start(options: LocalStsOptions = {}) {
  const sts = await openAccounts({}, options);
  const server = await startLocalRds({ speed: 50 });
  onTestFinished(() => server.stop());
  const overrides = { ...access, endpoint: server.url };
  return {
    sts,
    server,
    clients: makeRdsClients(overrides, undefined, sts.access),
    rds: makeRdsGateway(makeRdsClients(overrides, undefined, sts.access)),
    calls: async () =>
      (await (await fetch(`${server.url}/_control/calls`)).json()) as readonly RecordedCall[],
  };
}

const reboot: RdsCommand = { action: "RebootDBInstance", instanceId: "dev-ledger-01", forceFailover: false };

const everyCommand: readonly (readonly [typeof inOwn | typeof inLedger, RdsCommand])[] = [
  [
    inLedger,
    {
      action: "CreateDBSnapshot",
      snapshotId: "before",
      instanceId: "prod-ledger-01",
      tags: { "countersign:request-id": requestId },
    },
  ],
  [inLedger, reboot],
  [inOwn, { action: "StartDBInstance", instanceId: "dev-sandbox-01" }],
  [inOwn, { action: "StopDBInstance", instanceId: "dev-postgres-01" }],
  [inOwn, { action: "FailoverDBCluster", clusterId: "prod-catalog" }],
  [
    inOwn,
    {
      action: "ModifyDBInstance",
      instanceId: "prod-payments-01",
      applyImmediately: false,
      settings: { parameterGroup: "payments-mysql80-tuned" },
    },
  ],
  [
    inOwn,
    {
      action: "ModifyDBInstance",
      instanceId: "dev-mysql-01",
      applyImmediately: true,
      settings: { monitoringIntervalSeconds: 60 },
      monitoringRoleArn: "arn:aws:iam::123456789012:role/rds-monitoring-role",
    },
  ],
];

test.each(everyCommand)("in %o RDS takes %o from the session of its request", async (place, command) => {
  const { rds, calls } = await start();

  const answer = await rds.call(place, command, carrier);

  expect(answer).toEqual({ ok: true, value: undefined });
  expect((await calls()).at(-1)).toMatchObject({
    action: command.action,
    session: { name: requestId, roleArn: `arn:aws:iam::${place.account}:role/countersign-operator` },
  });
});

test("each account shows its own databases, to a reader's session", async () => {
  const { rds, calls } = await start();

  const [own, ledger] = await Promise.all([
    rds.findInstance(inOwn, "legacy-crm"),
    rds.findInstance(inLedger, "legacy-crm"),
  ]);

  expect([own, ledger]).toMatchObject([inOwn, inLedger]);
  expect(own?.resourceId).not.toBe(ledger?.resourceId);
  expect(await rds.findInstance(inOwn, "dev-ledger-01")).toBeUndefined();
  expect((await calls()).map(({ session }) => session?.roleArn)).toContain(memberRoles.reader);
});

test("a session that was given for one call is good for no other", async () => {
  const { clients } = await start();
  const caller = await clients.caller(inLedger, reboot, carrier);
  if (!caller.ok) throw new Error(caller.error.message);

  const other = caller.value.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "prod-ledger-01" }));

  await expect(other).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringMatching(
      /assumed-role\/countersign-operator\/req-0000000001 .* rds:RebootDBInstance .*db:prod-ledger-01/,
    ),
  });
});

test.each([
  [
    "by its Environment",
    inLedger,
    { action: "RebootDBInstance", instanceId: "prod-ledger-01", forceFailover: false },
  ],
  ["by its Stage", inOwn, { action: "StopDBInstance", instanceId: "analytics-etl" }],
  ["by that of one of its members", inOwn, { action: "FailoverDBCluster", clusterId: "prod-catalog" }],
] as const)(
  "what is tagged as production %s is not changed for a request that was decided for elsewhere",
  async (_how, place, command) => {
    const { rds } = await start();

    const elsewhere = await rds.call(place, command, { id: requestId, environment: "development" });
    const asDecided = await rds.call(place, command, carrier);

    expect(elsewhere).toMatchObject({ ok: false, error: { code: "AccessDenied" } });
    expect(asDecided.ok).toBe(true);
  },
);

test("a reader's session changes nothing", async () => {
  const { sts, server } = await start();
  const credentials = sts.access.reading(inLedger.account);
  if (!credentials) throw new Error("the account has no reader");
  const client = new RDSClient({ endpoint: server.url, region: inLedger.region, credentials });
  onTestFinished(() => client.destroy());

  const changing = client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "dev-ledger-01" }));

  await expect(changing).rejects.toMatchObject({ name: "AccessDenied" });
});

test("a role that cannot be taken on is a rejection, and RDS is never called", async () => {
  const { rds, sts, calls } = await start();
  await sts.fault({ action: "AssumeRole", kind: "error", code: "AccessDenied" });

  const answer = await rds.call(inLedger, reboot, carrier);

  expect(answer).toMatchObject({ ok: false, error: { code: "RoleNotAssumed" } });
  expect(await calls()).toEqual([]);
});

test("while STS is away nobody is told that a call was made, and none was", async () => {
  const { rds, sts, calls } = await start();
  await sts.stop();

  await expect(rds.call(inLedger, reboot, carrier)).rejects.toThrow(GatewayError);

  expect(await calls()).toEqual([]);
});

test("questions go on after the reader's session has ended", async () => {
  const { rds, sts, calls } = await start({ lifetimeSeconds: 1 });
  await rds.findInstance(inLedger, "dev-ledger-01");
  const [, expiresAt] = /"expiresAt":(\d+)/.exec(await tokenOf(sts)) ?? [];
  while (Date.now() <= Number(expiresAt)) await new Promise((resolve) => setTimeout(resolve, 50));

  const found = await rds.findInstance(inLedger, "dev-ledger-01");

  expect(found?.id).toBe("dev-ledger-01");
  expect(await calls()).toHaveLength(2);
});

async function tokenOf(sts: Awaited<ReturnType<typeof openAccounts>>): Promise<string> {
  const credentials = await sts.access.reading(inLedger.account)?.();
  return Buffer.from(credentials?.sessionToken ?? "", "base64url").toString();
}

test("an expired session is refused by RDS, so that the refresh above is put to the test", async () => {
  const { sts, server } = await start({ lifetimeSeconds: 0 });
  const credentials = await sts.access.reading(inLedger.account)?.();
  if (!credentials) throw new Error("the account has no reader");
  const { expiration: _, ...kept } = credentials;
  const client = new RDSClient({
    endpoint: server.url,
    region: inLedger.region,
    credentials: kept,
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());

  const rebooting = client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "dev-ledger-01" }));

  await expect(rebooting).rejects.toMatchObject({ name: "ExpiredToken" });
});
