import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lena, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order, type ProgramsDoor } from "./open-programs-door.ts";

let bench: Workbench;
let door: ProgramsDoor;
let asks: string;
let priyas: string;
let lenas: string;

beforeAll(async () => {
  bench = await startWorkbench();
  door = openProgramsDoor(bench);
  asks = await door.keyFor();
  priyas = await door.keyFor({ person: priya.id, roles: ["approver"] });
  lenas = await door.keyFor({ person: lena.id, roles: ["approver"] });
}, 60_000);
afterAll(() => bench.stop());

const requests = "/api/v1/policy/requests";
const ask = (changes: object = {}, headers?: Readonly<Record<string, string>>) =>
  door.post(requests, asks, { ...order, ...changes }, headers);

test("what is asked for, approved and approved again is approved, and tells by whom and by which key", async () => {
  const filed = await ask();
  const address = filed.headers.location ?? "";
  const first = await door.post(`${address}/approve`, priyas, {
    comments: "fine",
    digest: filed.body.digest,
  });
  const second = await door.post(`${address}/approve`, lenas, undefined);
  const read = await door.get(address, asks);

  expect(filed).toMatchObject({
    status: 201,
    body: {
      status: "pending",
      requested_by: "dana.reyes@acme.example",
      requested_via: "api",
      requested_through: expect.stringMatching(/^key:[0-9a-z]{12}$/),
      environment: "production",
      risk_level: "high",
      approvals_required: 2,
      policy_rules: ["production"],
    },
  });
  expect(address).toBe(`${requests}/${filed.body.request_id}`);
  expect([first.body.status, second.body.status, read.body.status]).toEqual([
    "pending",
    "approved",
    "approved",
  ]);
  expect(read.body.approved_by).toEqual([priya.id, lena.id]);
  expect(read.body.decisions[0]).toMatchObject({ decision: "approve", comment: "fine", surface: "api" });
  expect(read.body.status_history.map(({ status }: { status: string }) => status)).toEqual([
    "pending",
    "approved",
  ]);
});

test("one door for all does the same by name", async () => {
  const approvals = (token: string, operation: string, more: object = {}) =>
    door.post("/approvals", token, { operation, ...more });
  const filed = await approvals(asks, "create_request", order);
  const { request_id } = filed.body;

  const pending = await approvals(asks, "get_pending_approvals");
  const approved = await approvals(priyas, "approve_request", {
    request_id,
    approved_by: priya.id,
    comments: "ok",
  });
  const mine = await approvals(asks, "get_user_requests", {
    user_email: "dana.reyes@acme.example",
    status: "pending",
  });
  const rejected = await approvals(lenas, "reject_request", {
    request_id,
    rejected_by: lena.id,
    reason: "not today",
  });
  const read = await approvals(asks, "get_request", { request_id });
  const history = await approvals(asks, "get_instance_history", { instance_id: "PROD-orders-01" });
  const late = await approvals(asks, "cancel_request", { request_id });

  const ids = ({ body }: { body: { requests: { request_id: string }[] } }) =>
    body.requests.map((one) => one.request_id);
  expect([filed.status, approved.status, rejected.status, late.status]).toEqual([201, 200, 200, 409]);
  expect(ids(pending)).toContain(request_id);
  expect(ids(mine)).toContain(request_id);
  expect(ids(history)).toContain(request_id);
  expect(read.body).toMatchObject({ status: "rejected", approvals_received: 1 });
  expect(late.body.code).toBe("already-resolved");
});

test("a request that is taken back is cancelled, by its requester alone", async () => {
  const { body } = await ask();
  const others = await door.keyFor({ person: priya.id, roles: ["requester"] });

  const refused = await door.post(`${requests}/${body.request_id}/cancel`, others, {});
  const taken = await door.call("POST", `${requests}/${body.request_id}/cancel`, { token: asks });

  expect([refused.status, refused.body.code]).toEqual([403, "not-yours-to-cancel"]);
  expect([taken.status, taken.body.status]).toEqual([200, "cancelled"]);
});

describe("who is named has to be the caller", () => {
  test.each([
    ["requested_by", () => ask({ requested_by: priya.id })],
    [
      "approved_by",
      async () => {
        const { body } = await ask();
        return door.post(`${requests}/${body.request_id}/approve`, priyas, { approved_by: lena.id });
      },
    ],
  ])("%s", async (field, send) => {
    const { status, body } = await send();

    expect([status, body.code]).toEqual([403, "not-the-caller"]);
    expect(body.detail).toContain(field);
  });

  test("unless its key may act for others, which stands in the record", async () => {
    const portal = await door.keyFor({ actsForOthers: true, roles: ["requester", "approver"] });
    const asked = await door.post(requests, portal, { ...order, requested_by: "Ann@acme.example" });
    const address = `${requests}/${asked.body.request_id}`;

    const own = await door.post(`${address}/approve`, portal, { approved_by: "ann@acme.example" });
    const others = await door.post(`${address}/approve`, portal, { approved_by: priya.id });

    const { body } = await door.get(`${address}/events`, asks);
    expect(asked.body.requested_by).toBe("ann@acme.example");
    expect([own.status, own.body.code, others.status]).toEqual([403, "self-approval", 200]);
    expect(
      body.events.map(({ kind, actor, details }: never) => [
        kind,
        actor,
        (details as { through?: string }).through,
      ]),
    ).toEqual([
      ["created", "ann@acme.example", asked.body.requested_through],
      ["refused", "ann@acme.example", undefined],
      ["approved", priya.id, asked.body.requested_through],
    ]);
    expect(body.chain).toMatchObject({ sequence: 3, is_whole: true });
  });
});

describe("an order that is sent again", () => {
  test.each([
    ["its Idempotency-Key", {}, { "idempotency-key": "again-1" }],
    ["its correlation_id", { correlation_id: "again-2" }, {}],
    ["both", { correlation_id: "again-3" }, { "idempotency-key": "again-3" }],
  ])("with %s files one request", async (_what, changes, headers) => {
    const [one, other] = await Promise.all([ask(changes, headers), ask(changes, headers)]);
    const later = await ask(changes, headers);

    const ids = new Set([one, other, later].map(({ body }) => body.request_id));
    expect([one.status, other.status, later.status]).toEqual([201, 201, 201]);
    expect(ids.size).toBe(1);
    expect(later.headers["idempotency-replayed"]).toBe("true");
  });

  test.each([
    ["Idempotency-Key", {}, { "idempotency-key": "other-1" }],
    ["correlation_id", { correlation_id: "other-2" }, {}],
  ])("under the %s of another order is refused", async (_what, changes, headers) => {
    const first = await ask(changes, headers);

    const second = await ask({ ...changes, justification: "Something else." }, headers);

    expect([second.status, second.body.code]).toEqual([422, "key-used"]);
    expect(second.body.detail).toContain(first.body.request_id);
  });

  test("with the key of one and the correlation_id of another is refused", async () => {
    await ask({ correlation_id: "cross-1" });

    const crossed = await ask({ correlation_id: "cross-2" }, { "idempotency-key": "cross" });
    const back = await ask({ correlation_id: "cross-1" }, { "idempotency-key": "cross" });

    expect([crossed.status, back.status]).toEqual([201, 422]);
  });

  test("by another caller under the same Idempotency-Key is another order", async () => {
    const other = await door.keyFor({ person: priya.id });

    const mine = await ask({}, { "idempotency-key": "shared" });
    const theirs = await door.post(requests, other, order, { "idempotency-key": "shared" });

    expect(theirs.status).toBe(201);
    expect(theirs.body.request_id).not.toBe(mine.body.request_id);
  });
});

describe("what the requester claims", () => {
  test("raises the risk", async () => {
    const { body } = await ask({ instance_id: "dev-postgres-01", risk_level: "high" });

    expect(body).toMatchObject({ environment: "development", risk_level: "high", approvals_required: 2 });
  });

  test("never lowers it", async () => {
    const { body } = await ask({ risk_level: "low" });

    expect(body).toMatchObject({ risk_level: "high", approvals_required: 2 });
  });

  test("of another environment is refused", async () => {
    const { status, body } = await ask({ environment: "development" });

    expect([status, body.errors]).toEqual([
      400,
      [{ parameter: "environment", message: expect.stringContaining("it is production") }],
    ]);
  });

  test("of cost and duration is shown to the approvers, beside what is known", async () => {
    const { body } = await ask({ estimated_cost: 12.5, estimated_duration: 20 });

    const request = await bench.requests.find(body.request_id);
    expect(request?.description.facts).toEqual(
      expect.arrayContaining([
        { label: "Cost, says the requester", value: "12.5 USD a month" },
        { label: "Duration, says the requester", value: "20 minutes" },
      ]),
    );
  });
});

test("an approval of something that has changed since it was seen is refused", async () => {
  const { body } = await ask();

  const refused = await door.post(`${requests}/${body.request_id}/approve`, priyas, {
    digest: "0".repeat(64),
  });

  expect([refused.status, refused.body.code]).toEqual([409, "changed-since-seen"]);
});

test("lists are narrowed by status, requester, instance and time, and go on by their cursor", async () => {
  const person = "lister@acme.example";
  const key = await door.keyFor({ person: person as never });
  const before = new Date();
  for (const instance_id of ["prod-orders-01", "staging-orders-01", "prod-orders-01"]) {
    await door.post(requests, key, { ...order, instance_id });
  }
  const walk = async (query: string) => {
    const found: string[] = [];
    let cursor: string | null = "";
    do {
      const { body } = await door.get(
        `${requests}?limit=1&${query}${cursor === "" ? "" : `&cursor=${cursor}`}`,
        key,
      );
      found.push(...body.requests.map(({ subject }: { subject: string }) => subject));
      cursor = body.next_cursor;
    } while (cursor !== null);
    return found;
  };
  const mine = `requester=${person}`;

  expect(await walk(mine)).toEqual(["prod-orders-01", "staging-orders-01", "prod-orders-01"]);
  expect(await walk(`${mine}&status=pending,escalated`)).toHaveLength(3);
  expect(await walk(`${mine}&status=cancelled`)).toEqual([]);
  expect(await walk(`${mine}&instance=staging-orders-01`)).toEqual(["staging-orders-01"]);
  expect(await walk(`${mine}&from=${before.toISOString()}`)).toHaveLength(3);
  expect(await walk(`${mine}&to=${before.toISOString()}`)).toEqual([]);
  expect(await walk("tenant=other")).toEqual([]);
});

test.each([
  ["a status that is none", "status=open"],
  ["a cursor that is none", "cursor=xyz"],
  ["a limit beyond the most", "limit=101"],
  ["a time that is none", "from=yesterday"],
])("%s is 400", async (_what, query) => {
  const { status } = await door.get(`${requests}?${query}`, asks);

  expect(status).toBe(400);
});

test("signed calls find the same under /iam, with its addresses", async () => {
  const userArn =
    "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developers_0123456789abcdef/dana.reyes@acme.example";

  const filed = await door.call("POST", `/iam${requests}`, { userArn, body: order });
  const read = await door.call("GET", filed.headers.location ?? "", { userArn });
  const unsigned = await door.call("GET", filed.headers.location ?? "", {});

  expect(filed.headers.location).toBe(`/iam${requests}/${filed.body.request_id}`);
  expect(read.body).toMatchObject({
    requested_by: "dana.reyes@acme.example",
    requested_through: `iam:${userArn}`,
  });
  expect(unsigned.status).toBe(401);
});
