import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { makeApiApp } from "../../../src/adapters/http/api-app.ts";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { policyOf } from "../../core/policy/sample-policy.ts";

const unused = () => Promise.reject(new Error("nobody calls"));
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function openApp(checkTables: () => Promise<void> = async () => {}) {
  return makeApiApp({
    tenant: "acme",
    useCasesOf: () => {
      throw new Error("nobody calls");
    },
    reviewWorkflow: { start: unused },
    questionReviews: { find: unused },
    checkApiKey: unused,
    limitRate: unused,
    checkTables,
    policy: policyOf(),
    now: () => new Date(),
    meter: { record: () => {} },
    log: silent,
    waitSeconds: 1,
  });
}

test("the document is valid OpenAPI 3.1", async () => {
  const document = await (await openApp().request("/openapi.json")).json();

  const { valid, errors } = await new Validator().validate(document as never);

  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(document).toMatchObject({ openapi: "3.1.0" });
});

test("each route says every answer that it can give, each no as a problem", async () => {
  const document = (await (await openApp().request("/openapi.json")).json()) as never as {
    readonly paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
  };

  for (const [path, methods] of Object.entries(document.paths)) {
    if (path === "/health" || path === "/ready") continue;
    for (const { responses } of Object.values(methods)) {
      const no = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect([path, no.map(([status]) => status)]).toEqual([
        path,
        ["400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"],
      ]);
      for (const [, { content }] of no)
        expect(Object.keys(content ?? {})).toEqual(["application/problem+json"]);
    }
  }
});

test("the page shows every route, carries no script, and loads nothing", async () => {
  const app = openApp();
  const { paths } = (await (await app.request("/openapi.json")).json()) as { paths: object };

  const response = await app.request("/docs");
  const page = await response.text();

  for (const path of Object.keys(paths)) expect(page).toContain(`<code>${path}</code>`);
  expect(page).not.toMatch(/<script|src=|href="http|javascript:/i);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("it is healthy as long as it runs, and ready as long as its tables answer", async () => {
  const down = openApp(() => Promise.reject(new GatewayError("no answer")));

  const statuses = await Promise.all([
    openApp().request("/health"),
    openApp().request("/ready"),
    down.request("/health"),
    down.request("/ready"),
  ]);

  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 503]);
});

test("what nobody calls by is turned away before anything is looked at", async () => {
  for (const path of ["/api/v1/policy/requests", "/approvals", "/nowhere", "/iam/approvals"]) {
    expect((await openApp().request(path, {}, { event: {} })).status).toBe(401);
  }
});

test("the example of docs/api.md is a policy", () => {
  const text = readFileSync("docs/api.md", "utf8");
  const [, yaml = ""] = /```yaml\n(callers:[\s\S]*?)```/.exec(text) ?? [];

  const policy = readPolicy(
    `version: 1
groups: { dba: { members: [ben@acme.example, cleo@acme.example] } }
environments: { production: {} }
defaults: { approvers: [dba], notify: {} }
${yaml}`,
    "docs/api.md",
  );

  expect(policy.api.issuers.map(({ roles }) => roles)).toEqual([["requester", "approver"], ["requester"]]);
  expect(policy.callers[0]).toMatchObject({ roles: ["requester"] });
});
