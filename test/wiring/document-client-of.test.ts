import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { documentClientOf } from "../../src/wiring/document-client-of.ts";

test("what is wired from one configuration shares its connections, and nothing else does", () => {
  const environment = { STAGE: "test", POLICY_FILE: "infra/policy.yaml" };
  const config = readConfig(environment);

  expect(documentClientOf(config)).toBe(documentClientOf(config));
  expect(documentClientOf(readConfig(environment))).not.toBe(documentClientOf(config));
});
