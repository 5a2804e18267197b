import { readFileSync } from "node:fs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { newWebhookId } from "../../../src/chance/new-webhook-id.ts";
import { type Role, roles } from "../../../src/core/api/role.ts";
import { openDesk } from "../../support/desk.ts";
import { dana, lena, priya, startWorkbench, tenant, tom, type Workbench } from "../../support/workbench.ts";
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
  await bench.documents.send(new PutCommand({ TableName: bench.tables.questionReviews, Item: sampleReview }));
}, 60_000);
afterAll(() => bench.stop());

/** How each row of the table is tried, on a pending request of Dana's: whoever decides is Priya, everybody else Dana herself. */
interface Attempt {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly as?: typeof priya;
}

const requests = "/api/v1/policy/requests";
const webhooks = "/api/v1/webhooks";
const delegations = "/api/v1/delegations";
const url = "https://hooks.acme.example/";
const approvals = (operation: string, more: object, as = dana): Attempt => ({
  method: "POST",
  path: "/approvals",
  body: { operation, ...more },
  as,
});
const { justification: _, ...question } = order;
const policy = readFileSync("infra/policy.yaml", "utf8");

const reviews = "/api/v1/question-reviews";
const examined = { text: "Which is prime?", options: ["91", "97"], correct_answer: "97" };
const sampleReview = {
  review_id: "sample",
  question: examined,
  task: { assigned_by: dana.id, assigned_to: priya.id, status: "waiting", comments: [] },
  updated_at: "2026-03-02T10:00:00.000Z",
};

interface Tried {
  readonly request_id: string;
  readonly webhook_id: string;
  readonly delegation_id: string;
  /** One that no other attempt is about. */
  readonly day: string;
  readonly isOwner: boolean;
}

function attemptsOn({
  request_id,
  webhook_id,
  delegation_id,
  day,
  isOwner,
}: Tried): Readonly<Record<string, Attempt>> {
  const own = `${requests}/${request_id}`;
  const webhook = `${webhooks}/${webhook_id}`;
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
    "POST /api/v1/policy/requests/{id}/review": {
      method: "POST",
      path: `${own}/review`,
      body: { verdict: "confirm" },
      as: isOwner ? tom : priya,
    },
    "GET /api/v1/delegations": { method: "GET", path: delegations },
    "POST /api/v1/delegations": {
      method: "POST",
      path: delegations,
      body: { to: lena.id, from: day, until: day },
      as: priya,
    },
    "DELETE /api/v1/delegations/{delegation_id}": {
      method: "DELETE",
      path: `${delegations}/${delegation_id}`,
      as: priya,
    },
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
    "POST /api/v1/webhooks": { method: "POST", path: webhooks, body: { url } },
    "GET /api/v1/webhooks": { method: "GET", path: webhooks },
    "GET /api/v1/webhooks/{webhook_id}": { method: "GET", path: webhook },
    "DELETE /api/v1/webhooks/{webhook_id}": { method: "DELETE", path: webhook },
    "POST /api/v1/webhooks/{webhook_id}/rotate": { method: "POST", path: `${webhook}/rotate`, body: {} },
    "POST /api/v1/webhooks/{webhook_id}/enable": { method: "POST", path: `${webhook}/enable` },
    "POST /api/v1/webhooks/{webhook_id}/resend": {
      method: "POST",
      path: `${webhook}/resend`,
      body: { request_id, sequence: 1 },
    },
    "POST /api/v1/question-reviews": {
      method: "POST",
      path: reviews,
      body: { question: examined, assigned_to: priya.id },
    },
    "GET /api/v1/question-reviews/{id}": { method: "GET", path: `${reviews}/sample` },
    "POST /operations": {
      method: "POST",
      path: "/operations",
      body: { operation: "create_snapshot", instance_id: "dev-postgres-01" },
    },
    "GET /operations/{request_id}": { method: "GET", path: `/operations/${request_id}` },
  };
}

const noTried: Tried = { request_id: "", webhook_id: "", delegation_id: "", day: "", isOwner: false };

let days = 2;

function nextDay(): string {
  days += 1;
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Somebody decides for Priya, on a day of its own. */
async function delegate(day: string): Promise<string> {
  const { delegate: make } = makeDelegations({ ...bench, tenant, now: () => new Date() });
  const made = await make({ by: priya, to: lena, from: day, until: day, reason: "", surface: "api" });
  if (!made.ok) throw new Error(made.error.kind);
  return made.value.id;
}

/** One for all, as each reviewer counts once. */
let reviewed: Promise<string> | undefined;

/** What Lena did in an emergency, for two others to review. */
function emergency(): Promise<string> {
  reviewed ??= declareEmergency();
  return reviewed;
}

async function declareEmergency(): Promise<string> {
  const desk = await openDesk(bench);
  const breakGlass = { incident: "INC-1" };
  const asked = { operation: "reboot_instance", instanceId: "prod-orders-01", by: lena, breakGlass };
  const { id } = await desk.ask(asked);
  await desk.dispatch(id);
  await desk.drainRuns();
  return id;
}

async function attempt(route: string, key: { readonly roles: readonly Role[]; readonly tenant?: string }) {
  const { body: pending } = await door.post(requests, asks, order);
  const webhook = await bench.webhooks.save({
    ...{ id: newWebhookId(), tenant, revision: 0, url, hosts: [], events: [] },
    ...{ secrets: [], createdBy: "olga", createdAt: new Date(), activeSince: new Date() },
  });
  const day = route.includes("/delegations") ? nextDay() : "";
  const tried = attemptsOn({
    request_id: route.endsWith("/review") ? await emergency() : pending.request_id,
    webhook_id: webhook?.id ?? "",
    delegation_id: route.startsWith("DELETE /api/v1/delegations") ? await delegate(day) : "",
    day,
    isOwner: key.roles.includes("owner"),
  })[route];
  if (!tried) throw new Error(`${route} is in the table, and nobody has said how to try it`);
  const { method, path, body, as = dana } = tried;
  const token = await door.keyFor({ ...key, person: as.id });
  const response = await door.send(method, path, { token, body });
  // There may be twenty of them, and no more.
  if (webhook) await bench.webhooks.delete(tenant, webhook.id);
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
  expect(Object.keys(attemptsOn(noTried)).toSorted()).toEqual(matrix.map(({ route }) => route).toSorted());
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

  expect(status === 404 || status < 300).toBe(true);
  expect(status === 404).toBe(otherTenant === "404");
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
