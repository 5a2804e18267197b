import { expect, test } from "vitest";
import { makeApiApp } from "../../../src/adapters/http/api-app.ts";
import { policyOf } from "../../core/policy/sample-policy.ts";

const unused = () => Promise.reject(new Error("nobody calls"));
const silent = { info: () => {}, warn: () => {}, error: () => {} };

test("the routes describe themselves for an OpenAPI document", () => {
  const app = makeApiApp({
    tenant: "acme",
    useCasesOf: () => {
      throw new Error("nobody calls");
    },
    reviewWorkflow: { start: unused },
    questionReviews: { find: unused },
    checkApiKey: unused,
    limitRate: unused,
    checkTables: unused,
    policy: policyOf(),
    now: () => new Date(),
    log: silent,
    waitSeconds: 1,
  });

  const { paths } = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "API", version: "1" } });

  const answers = Object.entries(paths ?? {}).map(([path, { get, post }]) => [
    path,
    Object.keys((get ?? post)?.responses ?? {}),
  ]);
  expect(answers).toEqual([
    ["/operations", ["200", "202", "400", "403", "404", "default"]],
    ["/operations/{request_id}", ["200", "202", "404", "default"]],
  ]);
});
