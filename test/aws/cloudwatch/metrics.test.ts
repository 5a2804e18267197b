import { expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeCloudWatchClients, makeCloudWatchMetrics } from "../../../src/aws/cloudwatch/metrics.ts";
import { startCloudWatchDesk } from "../../support/cloudwatch-desk.ts";
import { startFaultProxy } from "../fault-proxy.ts";

const place = { account: "123456789012", region: "eu-central-1" };
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const until = new Date("2026-11-21T01:30:20.000Z");
const orders = { instanceId: "prod-orders-01", replicaIds: ["prod-orders-01-replica", "another-replica"] };

async function start() {
  const desk = await startCloudWatchDesk({ credentials });
  onTestFinished(() => desk.stop());
  return desk;
}

/** CloudWatch as it answers from a script, page by page. */
async function answering(...pages: readonly object[]) {
  const desk = await start();
  const proxy = await startFaultProxy(desk.url, (_, nth) => ({
    kind: "answer",
    status: 200,
    body: JSON.stringify(pages[nth] ?? {}),
  }));
  return makeCloudWatchMetrics(makeCloudWatchClients({ credentials, endpoint: proxy.url }));
}

test("one call tells the last hour of connections, CPU and each replica's lag, minute by minute", async () => {
  const { metrics, calls } = await start();

  const measured = await metrics.readHour(place, orders, until);

  expect(measured.cpu).toHaveLength(59);
  expect(measured.cpu?.at(-1)?.at).toEqual(new Date("2026-11-21T01:29:00.000Z"));
  expect(measured.cpu?.every(({ value }) => value >= 0 && value <= 100)).toBe(true);
  expect(measured.connections).toHaveLength(59);
  expect([...measured.replicaLag.keys()]).toEqual(orders.replicaIds);
  expect(measured.replicaLag.get("prod-orders-01-replica")).toHaveLength(59);
  const [call, ...others] = await calls();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    EndTime: until.getTime() / 1000,
    StartTime: until.getTime() / 1000 - 3600,
    MetricDataQueries: [
      {
        Id: "connections",
        MetricStat: {
          Metric: {
            Namespace: "AWS/RDS",
            MetricName: "DatabaseConnections",
            Dimensions: [{ Name: "DBInstanceIdentifier", Value: "prod-orders-01" }],
          },
          Period: 60,
          Stat: "Average",
        },
      },
      { Id: "cpu", MetricStat: { Metric: { MetricName: "CPUUtilization" } } },
      {
        Id: "lag0",
        MetricStat: {
          Metric: { MetricName: "ReplicaLag", Dimensions: [{ Value: "prod-orders-01-replica" }] },
        },
      },
      { Id: "lag1", MetricStat: { Metric: { Dimensions: [{ Value: "another-replica" }] } } },
    ],
  });
});

test("an instance that stands still has been measured nothing", async () => {
  const { metrics } = await start();

  const measured = await metrics.readHour(place, { instanceId: "dev-sandbox-01", replicaIds: [] }, until);

  expect(measured).toEqual({ cpu: [], connections: [], replicaLag: new Map() });
});

test("a series that CloudWatch could not read is missing, and the others are there", async () => {
  const { metrics, fault } = await start();
  await fault({ kind: "partial" });

  const measured = await metrics.readHour(place, orders, until);

  expect(measured.connections).toHaveLength(59);
  expect(measured.cpu).toBeUndefined();
});

test("what comes in several pages is put together, in its order", async () => {
  const at = (minute: number) => Date.UTC(2026, 10, 21, 1, minute) / 1000;
  const metrics = await answering(
    {
      MetricDataResults: [
        { Id: "cpu", Timestamps: [at(2), at(3)], Values: [20, 30], StatusCode: "PartialData" },
        { Id: "connections", Timestamps: [], Values: [], StatusCode: "Complete" },
      ],
      NextToken: "more",
    },
    { MetricDataResults: [{ Id: "cpu", Timestamps: [at(1)], Values: [10], StatusCode: "Complete" }] },
  );

  const { cpu, connections } = await metrics.readHour(place, { instanceId: "main", replicaIds: [] }, until);

  expect(cpu?.map(({ value }) => value)).toEqual([10, 20, 30]);
  expect(connections).toEqual([]);
});

test("a series of which one page is forbidden is missing", async () => {
  const metrics = await answering({
    MetricDataResults: [{ Id: "cpu", Timestamps: [], Values: [], StatusCode: "Forbidden" }],
  });

  const measured = await metrics.readHour(place, { instanceId: "main", replicaIds: [] }, until);

  expect(measured).toMatchObject({ cpu: undefined, connections: undefined });
});

test.each([
  { kind: "error", times: 5 },
  { kind: "error", code: "ThrottlingException", status: 400, times: 5 },
  { kind: "drop", times: 5 },
  { kind: "hang", times: 5 },
])("is a GatewayError where CloudWatch answers by %o", async (fault) => {
  const desk = await start();
  await desk.fault(fault);
  const clients = makeCloudWatchClients({
    credentials,
    endpoint: desk.url,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  });

  const asked = makeCloudWatchMetrics(clients).readHour(place, orders, until);

  await expect(asked).rejects.toThrow(GatewayError);
});

test("one failure that passes is not noticed", async () => {
  const { metrics, fault } = await start();
  await fault({ kind: "error" });

  expect((await metrics.readHour(place, orders, until)).cpu).toHaveLength(59);
});
