import { describe, expect, test } from "vitest";
import { classifyInstance } from "../../../src/core/policy/classify-instance.ts";
import { policyOf } from "./sample-policy.ts";

const account = "111111111111";
const region = "eu-west-1";

describe("an instance's environment", () => {
  test.each([
    [
      "its tag that is the environment's name",
      "orders",
      { Environment: "staging" },
      "staging",
      "tag Environment=staging",
    ],
    ["its tag, whatever the case", "orders", { Environment: "DEV" }, "development", "tag Environment=DEV"],
    ["a value that stands for it", "orders", { Env: "live" }, "production", "tag Env=live"],
    [
      "the first tag of the policy's list",
      "orders",
      { Stage: "dev", Env: "prod" },
      "production",
      "tag Env=prod",
    ],
    [
      "the next tag where the first means nothing",
      "orders",
      { Env: "blue", Stage: "dev" },
      "development",
      "tag Stage=dev",
    ],
    ["its tag rather than its name", "prod-orders", { Env: "dev" }, "development", "tag Env=dev"],
    ["its name where no tag tells", "staging-orders", {}, "staging", "name like staging-*"],
    ["a second pattern of names", "orders-stg", { Team: "prod" }, "staging", "name like *-stg"],
  ])("is told by %s", (_what, id, tags, environment, source) => {
    expect(classifyInstance(policyOf(), { id, account, region, tags })).toStrictEqual({
      environment,
      source,
    });
  });

  test.each([
    ["nothing is known", "orders", {}],
    ["the tags say nothing that the policy knows", "orders", { Environment: "blue" }],
    ["the tag is empty", "orders", { Environment: "" }],
    ["only a tag's name looks alike", "orders", { environment: "dev" }],
    ["the pattern fits only a part of the name", "my-staging-orders", {}],
  ])("counts as production when %s", (_what, id, tags) => {
    expect(classifyInstance(policyOf(), { id, account, region, tags })).toStrictEqual({
      environment: "production",
      source: "nothing tells, so it counts as production",
    });
  });

  test.each([
    [
      "the list of instances, before its account and its name",
      ["staging-orders"],
      [account],
      "development",
      "listed by name",
    ],
    ["its account, before its name", [], [account], "development", `account ${account}`],
    ["its name, when neither list has it", ["other"], ["222222222222"], "staging", "name like staging-*"],
  ])("is told by %s", (_what, instances, accounts, environment, source) => {
    const policy = policyOf();
    const environments = {
      ...policy.environments,
      development: { tags: [], names: [], instances, accounts },
    };

    const told = classifyInstance(
      { ...policy, environments },
      { id: "staging-orders", account, region, tags: {} },
    );

    expect(told).toStrictEqual({ environment, source });
  });

  test("is told by a tag before any list", () => {
    const policy = policyOf();
    const environments = {
      ...policy.environments,
      development: { tags: [], names: [], instances: ["orders"], accounts: [account] },
    };

    const told = classifyInstance(
      { ...policy, environments },
      { id: "orders", account, region, tags: { Env: "live" } },
    );

    expect(told.environment).toBe("production");
  });
});

test("a full name in the policy's list means this instance only, and comes before a bare name", () => {
  const policy = policyOf({
    environments: {
      production: { instances: ["orders"] },
      development: { instances: ["orders.eu-west-1.111111111111"] },
    },
  });
  const environmentIn = (account: string) =>
    classifyInstance(policy, { id: "orders", account, region, tags: {} }).environment;

  expect(environmentIn("111111111111")).toBe("development");
  expect(environmentIn("222222222222")).toBe("production");
});
