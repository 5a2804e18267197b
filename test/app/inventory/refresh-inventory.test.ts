import { afterEach, beforeEach, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeRefreshInventory } from "../../../src/app/inventory/refresh-inventory.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { type DeskOptions, openDesk } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import { startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await startWorkbench();
});
afterEach(() => bench.stop());

async function openRefreshing(options: DeskOptions = {}) {
  const desk = await openDesk(bench, options);
  const { ports, rds } = desk;
  const refresh = makeRefreshInventory({
    ...ports,
    rds: rds.gateway,
    policy: bench.policy,
    tenant: "fresh",
    onFailure: () => {},
  });
  return { desk, refresh, listed: () => bench.inventory.search("fresh", "", 1000) };
}

test("every instance is kept with its identity, its environment and what told it", async () => {
  const { desk, refresh, listed } = await openRefreshing();
  const before = desk.now();

  const seen = await refresh();

  const instances = await listed();
  expect(seen).toBe(sampleInstances.length);
  expect(
    Object.fromEntries(
      instances.map(({ id, environment, environmentSource }) => [id, [environment, environmentSource]]),
    ),
  ).toEqual({
    "prod-catalog-1": ["production", "tag Environment=production"],
    "prod-catalog-2": ["production", "tag Environment=production"],
    "prod-orders-01": ["production", "tag Environment=production"],
    "prod-orders-01-replica": ["production", "tag Environment=production"],
    "prod-payments-01": ["production", "tag Environment=production"],
    "prod-reports-01": ["production", "tag Environment=production"],
    "staging-orders-01": ["staging", "tag Environment=staging"],
    "staging-payments-01": ["staging", "tag env=staging"],
    "dev-postgres-01": ["development", "tag Environment=development"],
    "dev-mysql-01": ["development", "tag Environment=development"],
    "dev-sandbox-01": ["development", "tag Environment=development"],
    "analytics-etl": ["production", "tag Stage=prod"],
    "legacy-crm": ["production", "nothing tells, so it counts as production"],
  });
  const orders = instances.find(({ id }) => id === "prod-orders-01");
  expect(orders).toMatchObject({
    tenant: "fresh",
    account: "123456789012",
    region: "eu-central-1",
    resourceId: expect.stringMatching(/^db-[A-Z2-7]{26}$/),
    engine: "postgres",
    instanceClass: "db.r6g.xlarge",
    isMultiAz: true,
    status: "available",
  });
  expect(orders?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(instances.find(({ id }) => id === "dev-sandbox-01")?.status).toBe("stopped");
});

test("all pages of RDS are read", async () => {
  const many = Array.from({ length: 230 }, (_, number) => ({ id: `dev-many-${1000 + number}` }));
  const { desk, refresh, listed } = await openRefreshing({ instances: many });

  const seen = await refresh();

  expect(seen).toBe(230);
  expect((await listed()).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  expect(await desk.rds.calls()).toHaveLength(3);
});

test("an instance that is tagged anew, or replaced under its name, is kept as it is now", async () => {
  const before = await bench.inventory.find(at("legacy-crm"));
  const tags = [{ key: "Environment", value: "Staging" }];
  const { refresh } = await openRefreshing({
    instances: [{ id: "legacy-crm", resourceId: "db-REPLACED", tags }],
  });

  await refresh();

  expect(before).toMatchObject({ tenant, environment: "production" });
  expect(await bench.inventory.find(at("legacy-crm"))).toMatchObject({
    environment: "staging",
    environmentSource: "tag Environment=Staging",
    resourceId: "db-REPLACED",
  });
});

test("RDS's failure is thrown, and what was known stays", async () => {
  const { desk, refresh } = await openRefreshing();
  const before = await bench.inventory.find(at("prod-orders-01"));
  await desk.rds.fault({
    action: "DescribeDBInstances",
    kind: "error",
    code: "ServiceUnavailable",
    times: 9,
  });

  await expect(refresh()).rejects.toThrow(GatewayError);

  expect(await bench.inventory.find(at("prod-orders-01"))).toEqual(before);
});
