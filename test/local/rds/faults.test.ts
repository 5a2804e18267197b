import {
  CreateDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  type RDSClient,
  RDSServiceException,
  RebootDBInstanceCommand,
  SnapshotQuotaExceededFault,
  waitUntilDBSnapshotAvailable,
} from "@aws-sdk/client-rds";
import { expect, test, vi } from "vitest";
import { patiently, quickly, startRdsUnderTest } from "./rds-under-test.ts";

function create(client: RDSClient, DBSnapshotIdentifier = "snap") {
  const input = { DBSnapshotIdentifier, DBInstanceIdentifier: "dev-postgres-01" };
  return client.send(new CreateDBSnapshotCommand(input));
}

async function statusOf(client: RDSClient) {
  const { DBSnapshots } = await client.send(new DescribeDBSnapshotsCommand({ SnapshotType: "manual" }));
  return DBSnapshots?.[0]?.Status;
}

test.each([
  ["Throttling", 400, "Rate exceeded"],
  ["AccessDenied", 403, "User is not authorized to perform this action"],
  ["InternalFailure", 500, expect.any(String)],
  ["InvalidParameterValue", 400, "InvalidParameterValue"],
])("%s answers with status %i", async (code, httpStatusCode, message) => {
  const { client, fault } = await startRdsUnderTest();
  await fault({ action: "CreateDBSnapshot", kind: "error", code });

  const failure = await create(client).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(RDSServiceException);
  expect(failure).toMatchObject({ name: code, message, $metadata: { httpStatusCode } });
});

test("an error fault carries its own message and status, and the client knows its class", async () => {
  const { client, fault } = await startRdsUnderTest();
  await fault({
    action: "CreateDBSnapshot",
    kind: "error",
    code: "SnapshotQuotaExceeded",
    message: "no <more>",
    status: 418,
  });

  const failed = create(client);

  await expect(failed).rejects.toThrow(SnapshotQuotaExceededFault);
  await expect(failed).rejects.toMatchObject({ message: "no <more>", $metadata: { httpStatusCode: 418 } });
});

test("a fault counts down, leaves other actions alone, and does no work", async () => {
  const { client, fault } = await startRdsUnderTest();
  await fault({ action: "CreateDBSnapshot", kind: "error", times: 2 });

  await expect(create(client)).rejects.toThrow();
  await expect(statusOf(client)).resolves.toBeUndefined();
  await expect(create(client)).rejects.toThrow();
  await expect(create(client)).resolves.toMatchObject({ DBSnapshot: { Status: "creating" } });
});

test("a fault for * meets any action", async () => {
  const { client, fault } = await startRdsUnderTest();
  await fault({ action: "*", kind: "error", code: "ServiceUnavailable" });

  await expect(statusOf(client)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  await expect(statusOf(client)).resolves.toBeUndefined();
});

test("a call that hangs gets no answer", async () => {
  const { client, fault, control } = await startRdsUnderTest();
  await fault({ action: "CreateDBSnapshot", kind: "hang" });
  const abort = new AbortController();
  const input = { DBSnapshotIdentifier: "snap", DBInstanceIdentifier: "dev-postgres-01" };

  const hanging = client.send(new CreateDBSnapshotCommand(input), { abortSignal: abort.signal });
  const ended = hanging.catch((error: unknown) => error);
  await vi.waitFor(async () => {
    expect(await (await control("GET", "calls")).json()).toHaveLength(1);
  }, patiently);
  abort.abort();

  expect(await ended).toMatchObject({ name: "AbortError" });
  expect(await statusOf(client)).toBeUndefined();
});

test.each([
  ["drop-before", undefined],
  ["drop-after", "creating"],
])("%s closes the connection without an answer, and leaves the snapshot %s", async (kind, status) => {
  const { client, fault } = await startRdsUnderTest({ speed: 0.1 });
  await fault({ action: "CreateDBSnapshot", kind });

  const failure = await create(client).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(RDSServiceException);
  expect(await statusOf(client)).toBe(status);
});

test("a snapshot told to fail ends as failed, and its instance is available again", async () => {
  const { client, fault, instance } = await startRdsUnderTest();
  await fault({ action: "CreateDBSnapshot", kind: "fail-snapshot" });

  await create(client);
  const waiting = waitUntilDBSnapshotAvailable({ client, ...quickly }, { DBSnapshotIdentifier: "snap" });

  await expect(waiting).rejects.toThrow();
  expect(await statusOf(client)).toBe("failed");
  expect((await instance("dev-postgres-01")).DBInstanceStatus).toBe("available");
});

test("a stuck snapshot and a stuck reboot never end", async () => {
  const { client, fault, instance } = await startRdsUnderTest({ speed: 100_000 });
  await fault({ action: "CreateDBSnapshot", kind: "stuck" });
  await fault({ action: "RebootDBInstance", kind: "stuck" });

  await create(client);
  await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: "dev-mysql-01" }));
  await vi.waitFor(async () => {
    const { DBSnapshots } = await client.send(new DescribeDBSnapshotsCommand({ SnapshotType: "manual" }));
    expect(DBSnapshots).toMatchObject([{ Status: "creating", PercentProgress: 45 }]);
  }, patiently);

  expect((await instance("dev-postgres-01")).DBInstanceStatus).toBe("backing-up");
  expect((await instance("dev-mysql-01")).DBInstanceStatus).toBe("rebooting");
});

test("faults are taken back, and calls are told with their parameters", async () => {
  const { client, fault, control } = await startRdsUnderTest();
  await fault({ action: "CreateDBSnapshot", kind: "error", times: 5 });
  await control("DELETE", "faults");

  await create(client);
  const calls = await (await control("GET", "calls")).json();

  expect(calls).toEqual([
    {
      action: "CreateDBSnapshot",
      parameters: expect.objectContaining({ DBSnapshotIdentifier: "snap" }),
      at: expect.stringMatching(/Z$/),
    },
  ]);
});

test("a reset brings everything back to the start", async () => {
  const { client, control, fault, instance } = await startRdsUnderTest({ speed: 0.1 });
  await create(client);
  await fault({ action: "*", kind: "error" });

  await control("POST", "reset");

  expect(await (await control("GET", "calls")).json()).toEqual([]);
  expect(await statusOf(client)).toBeUndefined();
  expect((await instance("dev-postgres-01")).DBInstanceStatus).toBe("available");
});

test.each([
  ["faults", { action: "CreateDBSnapshot", kind: "explode" }, 400],
  ["faults", { action: "RebootDBInstance", kind: "fail-snapshot" }, 400],
  ["faults", { action: "DescribeDBInstances", kind: "stuck" }, 400],
  ["elsewhere", {}, 404],
])("the control road refuses %s with %o", async (road, content, status) => {
  const { control } = await startRdsUnderTest();

  const response = await control("POST", road, content);

  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});
