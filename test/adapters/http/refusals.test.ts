import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { openDesk } from "../../support/desk.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openApiDoor } from "./open-api-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const snapshot = { operation: "create_snapshot", instance_id: "dev-postgres-01" };

describe("a wrong order is 400 and tells what is wrong", () => {
  test.each([
    ["no operation", { instance_id: "dev-postgres-01" }, "operation: missing", "invalid-request"],
    ["no instance", { operation: "create_snapshot" }, "instance_id: missing", "invalid-request"],
    [
      "a list of instances",
      { ...snapshot, instance_id: ["a"] },
      "instance_id: must be text",
      "invalid-request",
    ],
    [
      "an instance without a name",
      { ...snapshot, instance_id: "  " },
      "instance_id: missing",
      "invalid-request",
    ],
    [
      "a key that is none",
      { ...snapshot, approved_by: "me" },
      "body: approved_by: not known",
      "invalid-request",
    ],
    [
      "parameters that are a list",
      { ...snapshot, parameters: ["x"] },
      "parameters: must be an",
      "invalid-request",
    ],
    [
      "a reason without end",
      { ...snapshot, reason: "x".repeat(2001) },
      "reason: 2000 char",
      "invalid-request",
    ],
    ["an empty body", "", "", "malformed"],
    ["half a body", '{"operation":', "", "malformed"],
    ["something else than an object", "[]", "body: must be a JSON object", "invalid-request"],
    [
      "an operation that is none",
      { ...snapshot, operation: "drop_database" },
      "drop_database",
      "unknown-operation",
    ],
    [
      "a missing parameter",
      { operation: "modify_backup_window", instance_id: "dev-postgres-01" },
      "backup_window: write it as HH:MM-HH:MM",
      "invalid-parameters",
    ],
    [
      "a wrong parameter",
      { ...snapshot, parameters: { snapshot_id: "1st" } },
      "snapshot_id: start with a letter",
      "invalid-parameters",
    ],
    [
      "a parameter that the operation has not",
      { ...snapshot, parameters: { size: 1 } },
      "size: this operation has no such parameter",
      "invalid-parameters",
    ],
  ])("%s", async (_what, body, told, code) => {
    const door = openApiDoor(bench, await openDesk(bench));

    const answer = await door.post(body);

    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ type: "about:blank", status: 400, code });
    expect(answer.body.detail).toContain(told);
  });

  test("a key that cannot be a header's", async () => {
    const door = openApiDoor(bench, await openDesk(bench));

    const { status, body } = await door.post(snapshot, { headers: { "idempotency-key": "x".repeat(256) } });

    expect([status, body.code]).toEqual([400, "invalid-request"]);
  });

  test.each([["text/plain"], ["application/x-www-form-urlencoded"], ["application/jsonp"], [""]])(
    "content of the type %j is 415",
    async (type) => {
      const door = openApiDoor(bench, await openDesk(bench));

      const { status, body } = await door.post(JSON.stringify(snapshot), {
        headers: { "content-type": type },
      });

      expect([status, body.code]).toEqual([415, "not-json"]);
    },
  );

  test("JSON that says its character set is JSON", async () => {
    const door = openApiDoor(bench, await openDesk(bench));
    const headers = { "content-type": "Application/JSON; charset=utf-8" };

    const { status } = await door.post({}, { headers });

    expect(status).toBe(400);
  });

  test("a body beyond 64 KB is 413", async () => {
    const door = openApiDoor(bench, await openDesk(bench));

    const { status, body } = await door.post({ ...snapshot, reason: "x".repeat(65_536) });

    expect([status, body.code]).toEqual([413, "too-long"]);
  });
});

describe("who may not", () => {
  test("nobody is 401, and nothing of the body or the headers makes somebody of them", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);
    const headers = { "x-user": "dana.reyes@acme.example", authorization: "Bearer x" };

    const { status, headers: answered, body } = await door.post(snapshot, { userArn: null, headers });

    expect([status, body.code]).toEqual([401, "unauthenticated"]);
    expect(answered).toMatchObject({
      "www-authenticate": expect.stringContaining("AWS4-HMAC-SHA256"),
      "cache-control": "no-store",
    });
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test.each([
    ["a user whom the policy does not name", "arn:aws:iam::123456789012:user/someone"],
    [
      "a person of another domain",
      "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developers_0123456789abcdef/eve@evil.example",
    ],
  ])("%s is 403, and told who can change that", async (_what, userArn) => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const answers = [await door.post(snapshot, { userArn }), await door.get("req-0123456789", { userArn })];

    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([403, "unknown-person"]);
      expect(body.detail).toContain(`${userArn} is nobody's in the policy`);
    }
    expect(door.logged[0]).toMatchObject({ level: "warn", fields: { principal: userArn } });
    expect(await desk.rds.changingCalls()).toEqual([]);
  });

  test("production is 403 with the line that asks for it, and nothing is filed", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const { status, body } = await door.post({
      operation: "create-snapshot",
      instance_id: " PROD-orders-01 ",
      parameters: { snapshot_id: "before-migration" },
    });

    const command = "/rds-request snapshot prod-orders-01 snapshot_id=before-migration because ...";
    expect([status, body.code, body.command]).toEqual([403, "needs-approval", command]);
    expect(body.detail).toBe(
      `In production this needs 2 approvals from dba-leads or sre-oncall, so nothing was done. Ask for it in chat: \`${command}\``,
    );
    const filed = await bench.requests.listByInstance("acme", "prod-orders-01", { limit: 10 });
    expect(filed.items).toEqual([]);
  });

  test("production is 403 even where the policy wants no approval there", async () => {
    const text = await readFile("infra/policy.yaml", "utf8");
    const lax = text.replace(
      "create_snapshot:\n    risk: { production: high",
      "create_snapshot:\n    risk: { production: low",
    );
    expect(lax).not.toBe(text);
    const desk = await openDesk(bench, { policy: readPolicy(lax, "policy.yaml") });
    const door = openApiDoor(bench, desk);

    const { status, body } = await door.post({ ...snapshot, instance_id: "prod-orders-01" });

    expect([status, body.code]).toEqual([403, "needs-approval"]);
    expect(body.detail).toContain("In production there is no self-service");
  });

  test.each([
    ["on staging", "create_snapshot", "staging-orders-01"],
    ["that is no low risk in development", "reboot_instance", "dev-postgres-01"],
    ["on an instance that nothing classifies", "create_snapshot", "legacy-crm"],
  ])("an operation %s needs approval, too", async (_what, operation, instance_id) => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk);

    const { status, body } = await door.post({ operation, instance_id });

    expect([status, body.code]).toEqual([403, "needs-approval"]);
    expect(await desk.rds.changingCalls()).toEqual([]);
  });
});

describe("what is not there is 404", () => {
  test("an instance, with those of a similar name", async () => {
    const door = openApiDoor(bench, await openDesk(bench));

    const { status, body } = await door.post({ ...snapshot, instance_id: "dev-postgres-1" });

    expect([status, body.code]).toEqual([404, "unknown-instance"]);
    expect(body.detail).toContain("dev-postgres-01");
  });

  test.each([["req-0000000000"], ["nothing"], ["correlation%23acme"]])("the request %s", async (id) => {
    const door = openApiDoor(bench, await openDesk(bench));

    const { status, body } = await door.get(id);

    expect([status, body.code]).toEqual([404, "unknown-request"]);
  });

  test("another tenant's request", async () => {
    const desk = await openDesk(bench);
    const posted = await openApiDoor(bench, desk).post(snapshot);

    const { status, body } = await openApiDoor(bench, desk, { tenant: "else" }).get(posted.body.request_id);

    expect([status, body.code]).toEqual([404, "unknown-request"]);
  });

  test.each([["/operation"], ["/operations/req-0000000000/more"], ["/"]])("the path %s", async (path) => {
    const door = openApiDoor(bench, await openDesk(bench));

    const { status, body } = await door.call({ method: "GET", path });

    expect([status, body.code]).toEqual([404, "no-such-route"]);
  });
});

describe("what goes wrong here", () => {
  const failing = (error: Error) => ({
    ...bench.requests,
    findCreated: () => Promise.reject(error),
  });

  test("AWS's silence is 503 with the key to come again with", async () => {
    const desk = await openDesk(bench);
    const door = openApiDoor(bench, desk, { requests: failing(new GatewayError("DynamoDB: secret")) });

    const { status, headers, body } = await door.post(snapshot);

    expect(status).toBe(503);
    expect(headers).toMatchObject({
      "retry-after": "5",
      "idempotency-key": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "content-type": "application/problem+json",
    });
    expect(body).toMatchObject({ code: "no-answer-from-aws", trace_id: "trace-1" });
    expect(body.detail).toContain("It may or may not have been done");
    expect(JSON.stringify(body)).not.toContain("secret");
  });

  test("AWS's silence over a question does not speak of anything done", async () => {
    const find = () => Promise.reject(new GatewayError("DynamoDB"));
    const door = openApiDoor(bench, await openDesk(bench), { requests: { ...bench.requests, find } });

    const { status, body } = await door.get("req-0123456789");

    expect([status, body.detail]).toEqual([
      503,
      "AWS, or the issuer of your token, did not answer. Nothing was changed: ask again.",
    ]);
  });

  test("a defect is 500 without any detail, and logged with it", async () => {
    const desk = await openDesk(bench);
    const defect = new TypeError("a secret of ours");
    const door = openApiDoor(bench, desk, { requests: failing(defect) });

    const { status, body } = await door.post(snapshot);

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(door.logged).toContainEqual({
      level: "error",
      fields: { trace_id: "trace-1", err: defect },
      message: "a call of the API failed",
    });
  });
});
