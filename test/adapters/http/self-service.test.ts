import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { openDesk } from "../../support/desk.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openApiDoor } from "./open-api-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const snapshot = { operation: "create_snapshot", instance_id: "dev-postgres-01" };
const window = {
  operation: "modify_backup_window",
  instance_id: "dev-postgres-01",
  parameters: { backup_window: "05:00-05:30" },
};

describe("what needs nobody's approval runs at once", () => {
  test("a snapshot is made, and its answer tells where it is", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const { status, headers, body } = await door.post(snapshot);

    expect(status).toBe(200);
    const id = `dev-postgres-01-${String(body.request_id)}`;
    expect(body).toEqual({
      request_id: expect.stringMatching(/^req-/),
      operation: "create_snapshot",
      instance_id: "dev-postgres-01",
      snapshot_id: id,
      snapshot_arn: `arn:aws:rds:eu-central-1:123456789012:snapshot:${id}`,
      snapshot_create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      status: "available",
      duration_seconds: expect.any(Number),
      success: true,
    });
    expect(headers).toMatchObject({ "cache-control": "no-store", "content-type": "application/json" });
    expect(headers).not.toHaveProperty("location");
  });

  test("by the road of every request: filed for the caller, approved at birth, recorded", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const { body } = await door.post({ ...snapshot, reason: "Before the migration" });

    const [created] = await bench.auditLog.list(body.request_id as never);
    expect(created).toMatchObject({
      actor: "dana.reyes@acme.example",
      kind: "created",
      status: "approved",
      details: { surface: "api", justification: "Before the migration" },
    });
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("a reason that is not given, or empty, is told as self-service", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const { body } = await door.post({ ...snapshot, reason: "  " });

    expect(await desk.find(body.request_id as never)).toMatchObject({ justification: "Self-service" });
  });
});

describe("what AWS cannot do is an answer, too", () => {
  test.each([
    [
      "says no",
      { action: "CreateDBSnapshot", kind: "error", code: "InvalidDBInstanceState" },
      "The instance is busy or stopped. Wait until it is available, then ask again.",
    ],
    [
      "has no room",
      { action: "CreateDBSnapshot", kind: "error", code: "SnapshotQuotaExceeded" },
      "The account has no room for another snapshot.",
    ],
    ["fails at it", { action: "CreateDBSnapshot", kind: "fail" }, "RDS marked the snapshot"],
  ])("RDS %s: 200, not successful, with what to do", async (_what, fault, guidance) => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);
    await desk.rds.fault(fault);

    const { status, body } = await door.post(snapshot);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      snapshot_id: expect.stringContaining("dev-postgres-01-req-"),
      status: "failed",
      success: false,
      guidance: expect.stringContaining(guidance),
    });
  });

  test("RDS throttles the call: it is made later, and once", async () => {
    const desk = await openDesk(bench, { leaseSeconds: 1 });
    const door = openApiDoor(bench, desk);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "error", code: "Throttling" });

    const { status, body } = await door.post(snapshot);

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "available", success: true });
    expect(door.failures).toEqual([expect.any(GatewayError)]);
  });

  test("RDS does not finish: 200, timed out, with what is there already", async () => {
    const desk = await openDesk(bench, { patienceSeconds: 1, pollSeconds: 1 });
    const door = openApiDoor(bench, desk);
    await desk.rds.fault({ action: "CreateDBSnapshot", kind: "stuck" });

    const { status, body } = await door.post(snapshot);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "timeout",
      success: false,
      snapshot_arn: expect.stringContaining(":snapshot:dev-postgres-01-req-"),
      guidance: expect.stringContaining("RDS did not finish within"),
    });
  });
});

describe("what takes longer than the gateway waits", () => {
  test("is answered 202 with where to look, and there 202, and 200 once it has ended", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk, { waitSeconds: 0, runs: false });

    const posted = await door.post(snapshot);
    const id = posted.body.request_id;
    const meanwhile = await door.get(id);
    await door.run(id as never);
    const ended = await door.get(id);

    const running = { status: "running", success: null, snapshot_id: `dev-postgres-01-${String(id)}` };
    expect(posted).toMatchObject({ status: 202, body: running });
    expect(posted.headers).toMatchObject({ location: `/operations/${String(id)}`, "retry-after": "5" });
    expect(meanwhile).toMatchObject({ status: 202, body: running });
    expect(ended).toMatchObject({
      status: 200,
      body: { request_id: id, status: "available", success: true },
    });
    expect(Object.keys(ended.body).slice(0, 3)).toEqual(["request_id", "operation", "instance_id"]);
  });

  test("is not waited for longer than Lambda lets the function live", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk, { waitSeconds: 15, runs: false, remainingMilliseconds: 3200 });
    const begun = performance.now();

    const { status } = await door.post(snapshot);

    expect(status).toBe(202);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test("a read that fails while waiting is no failure", async () => {
    const desk = await openDesk(bench);
    let reads = 0;
    const requests = {
      ...bench.requests,
      find: (id: Parameters<typeof bench.requests.find>[0]) => {
        reads += 1;
        if (reads === 1) throw new GatewayError("no answer");
        return bench.requests.find(id);
      },
    };
    const door = openApiDoor(bench, desk, { requests });

    const { status, body } = await door.post(snapshot);

    expect([status, body.status]).toEqual([200, "available"]);
    expect(reads).toBeGreaterThan(1);
  });

  test("what has drifted into needing approval is not waited for", async () => {
    const desk = await openDesk(bench);
    const immediate = { ...window, parameters: { ...window.parameters, apply_immediately: true } };
    const order = { headers: { "idempotency-key": "drifting" } };
    const filing = openApiDoor(bench, desk, { waitSeconds: 0, runs: false });
    const { body: filed } = await filing.post(immediate, order);
    await desk.rds.gateway.call(
      { account: "123456789012", region: "eu-central-1" },
      {
        action: "ModifyDBInstance",
        instanceId: "dev-postgres-01",
        settings: { instanceClass: "db.t4g.large" },
        applyImmediately: false,
      },
      { id: requestIdSchema.parse("req-0000000001"), environment: "development" },
    );
    await filing.run(filed.request_id as never);
    const begun = performance.now();

    const { status, body } = await openApiDoor(bench, desk, { waitSeconds: 15 }).post(immediate, order);

    expect(status).toBe(202);
    expect(body).toMatchObject({
      request_id: filed.request_id,
      status: "waiting_for_approval",
      success: null,
      guidance: expect.stringContaining("It needs 1 of dba-leads, sre-oncall to agree."),
    });
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

test("two people's orders at once do not wait for one another", async () => {
  const desk = await openDesk(bench);
  const door = openApiDoor(bench, desk);

  const answers = await Promise.all([
    door.post(snapshot),
    door.post(
      { ...snapshot, instance_id: "dev-mysql-01" },
      { userArn: "arn:aws:iam::123456789012:user/ci-deploy" },
    ),
  ]);

  expect(answers.map(({ body }) => [body.instance_id, body.success])).toEqual([
    ["dev-postgres-01", true],
    ["dev-mysql-01", true],
  ]);
});

describe("an order that comes again with its key", () => {
  const key = (value: string) => ({ headers: { "Idempotency-Key": value } });

  test("is answered with the first one's state, even where it would be refused now", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const first = await door.post(window, key("order-1"));
    const second = await door.post(window, key("order-1"));
    const withAnotherKey = await door.post(window, key("order-2"));

    expect(first).toMatchObject({ status: 200, body: { backup_window: "05:00-05:30", success: true } });
    expect(second).toEqual(first);
    expect(first.headers["idempotency-key"]).toBe("order-1");
    expect(withAnotherKey).toMatchObject({ status: 400, body: { code: "invalid-parameters" } });
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("at the same time as the first one is done once", async () => {
    // Both are dispatched; the second one looks again when the first one's lease is over.
    const desk = await openDesk(bench, { leaseSeconds: 1 });
    const door = openApiDoor(bench, desk);

    const answers = await Promise.all([door.post(snapshot, key("twins")), door.post(snapshot, key("twins"))]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(answers.map(({ body }) => body.request_id)).size).toBe(1);
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("after its answer was lost is not done again", async () => {
    const desk = await openDesk(bench);
    const losing = openApiDoor(bench, desk, {
      onFiled: () => {
        throw new GatewayError("the answer was lost");
      },
    });

    const lost = await losing.post(snapshot);
    const again = await openApiDoor(bench, desk).post(snapshot, key(lost.headers["idempotency-key"] ?? ""));

    expect(lost.status).toBe(503);
    expect(again).toMatchObject({ status: 200, body: { status: "available", success: true } });
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("asking for something else is refused", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const first = await door.post(snapshot, key("taken"));
    const { status, body } = await door.post({ ...snapshot, instance_id: "dev-mysql-01" }, key("taken"));

    expect([status, body.code]).toEqual([422, "key-used"]);
    expect(body.detail).toContain(String(first.body.request_id));
  });

  test("of another person is another order", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const danas = await door.post(snapshot, key("same"));
    const machines = await door.post(snapshot, {
      ...key("same"),
      userArn: "arn:aws:iam::123456789012:user/ci-deploy",
    });

    expect(machines.status).toBe(200);
    expect(machines.body.request_id).not.toBe(danas.body.request_id);
    expect(await desk.find(machines.body.request_id as never)).toMatchObject({
      requestedBy: { id: "ci-deploy@acme.example" },
    });
  });

  test("two orders without a key are two", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const answers = [await door.post(snapshot), await door.post(snapshot)];

    expect(new Set(answers.map(({ body }) => body.request_id)).size).toBe(2);
    expect(answers.map(({ body }) => body.success)).toEqual([true, true]);
  });
});
