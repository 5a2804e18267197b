import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Role, roles } from "../../../src/core/api/role.ts";
import { dana, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order, type ProgramsDoor } from "./open-programs-door.ts";
import { readMatrix } from "./read-matrix.ts";

const matrix = await readMatrix();

let bench: Workbench;
let door: ProgramsDoor;
let asks: string;

beforeAll(async () => {
  bench = await startWorkbench();
  door = openProgramsDoor(bench);
  asks = await door.keyFor();
}, 60_000);
afterAll(() => bench.stop());

/** How each row of the table is tried, on a pending request of Dana's: whoever decides is Priya, everybody else Dana herself. */
interface Attempt {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: object;
  readonly as?: typeof priya;
}

const requests = "/api/v1/policy/requests";
const approvals = (operation: string, more: object, as = dana): Attempt => ({
  method: "POST",
  path: "/approvals",
  body: { operation, ...more },
  as,
});
const { justification: _, ...question } = order;
const policy = readFileSync("infra/policy.yaml", "utf8");

function attemptsOn(request_id: string): Readonly<Record<string, Attempt>> {
  const own = `${requests}/${request_id}`;
  return {
    "POST /approvals create_request": approvals("create_request", order),
    "POST /approvals approve_request": approvals("approve_request", { request_id }, priya),
    "POST /approvals reject_request": approvals("reject_request", { request_id, reason: "no" }, priya),
    "POST /approvals cancel_request": approvals("cancel_request", { request_id }),
    "POST /approvals get_request": approvals("get_request", { request_id }),
    "POST /approvals get_pending_approvals": approvals("get_pending_approvals", {}),
    "POST /approvals get_user_requests": approvals("get_user_requests", { user_email: dana.id }),
    "POST /approvals get_instance_history": approvals("get_instance_history", {
      instance_id: order.instance_id,
    }),
    "POST /api/v1/policy/requests": { method: "POST", path: requests, body: order },
    "GET /api/v1/policy/requests": { method: "GET", path: `${requests}?tenant=acme` },
    "GET /api/v1/policy/requests/{id}": { method: "GET", path: own },
    "GET /api/v1/policy/requests/{id}/events": { method: "GET", path: `${own}/events` },
    "POST /api/v1/policy/requests/{id}/approve": {
      method: "POST",
      path: `${own}/approve`,
      body: {},
      as: priya,
    },
    "POST /api/v1/policy/requests/{id}/reject": {
      method: "POST",
      path: `${own}/reject`,
      body: { reason: "no" },
      as: priya,
    },
    "POST /api/v1/policy/requests/{id}/cancel": { method: "POST", path: `${own}/cancel`, body: {} },
    "GET /api/v1/policy/history": { method: "GET", path: "/api/v1/policy/history" },
    "GET /api/v1/policy/export": { method: "GET", path: "/api/v1/policy/export?instance=prod-orders-01" },
    "POST /api/v1/policy/eval": { method: "POST", path: "/api/v1/policy/eval", body: question },
    "POST /api/v1/policy/eval with a draft policy": {
      method: "POST",
      path: "/api/v1/policy/eval",
      body: { ...question, policy },
    },
    "POST /api/v1/policy/eval/replay": {
      method: "POST",
      path: "/api/v1/policy/eval/replay",
      body: { policy, limit: 2 },
    },
    "POST /operations": {
      method: "POST",
      path: "/operations",
      body: { operation: "create_snapshot", instance_id: "dev-postgres-01" },
    },
    "GET /operations/{request_id}": { method: "GET", path: `/operations/${request_id}` },
  };
}

async function attempt(route: string, key: { readonly roles: readonly Role[]; readonly tenant?: string }) {
  const { body: pending } = await door.post(requests, asks, order);
  const tried = attemptsOn(pending.request_id)[route];
  if (!tried) throw new Error(`${route} is in the table, and nobody has said how to try it`);
  const { method, path, body, as = dana } = tried;
  const token = await door.keyFor({ ...key, person: as.id });
  const response = await door.send(method, path, { token, body });
  return { status: response.status, text: await response.text(), id: String(pending.request_id) };
}

test("every route that takes a caller is in the table, and nothing else is", async () => {
  const document = await door.get("/openapi.json");
  const routes = Object.entries<Record<string, { security?: unknown[] }>>(document.body.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        security?.length === 0 ? [] : [`${method.toUpperCase()} ${path}`],
      ),
  );

  const tabled = new Set(matrix.map(({ route }) => route.split(" ").slice(0, 2).join(" ")));
  expect([...tabled].toSorted()).toEqual(routes.toSorted());
  expect(Object.keys(attemptsOn("req-x")).toSorted()).toEqual(matrix.map(({ route }) => route).toSorted());
});

test.each(matrix)("$route is for the roles that the table says", async ({ route, allowed }) => {
  const answers = await Promise.all(
    roles.map(async (role) => {
      const { status, text } = await attempt(route, { roles: [role] });
      return [role, status === 403 && JSON.parse(text).code === "role-missing" ? "no" : status < 300];
    }),
  );

  expect(Object.fromEntries(answers)).toEqual(
    Object.fromEntries(roles.map((role) => [role, allowed.has(role) ? true : "no"])),
  );
});

test.each(matrix)("$route gives nothing to another tenant", async ({ route, otherTenant }) => {
  const { status, text, id } = await attempt(route, { roles, tenant: "other" });

  expect(status).toBe(otherTenant === "404" ? 404 : 200);
  if (otherTenant === "nothing") {
    expect(text).not.toContain(id);
    expect(text).not.toMatch(/req-|acme"/);
  }
});

test("the roles that the document names are the table's", async () => {
  const { body } = await door.get("/openapi.json");
  const withRoles = Object.entries<Record<string, { "x-roles"?: readonly string[] }>>(body.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).flatMap(([method, { "x-roles": named }]) =>
        named ? [[`${method.toUpperCase()} ${path}`, [...named].toSorted()] as const] : [],
      ),
  );

  for (const [route, named] of withRoles) {
    const row = matrix.find((one) => one.route === route);
    expect([route, [...(row?.allowed ?? [])].toSorted()]).toEqual([route, named]);
  }
});
