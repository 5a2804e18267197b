import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { expect, onTestFinished, test } from "vitest";
import { startLocalCloudWatch } from "../../../src/local/cloudwatch/local-cloudwatch.ts";

async function start() {
  const server = await startLocalCloudWatch();
  const client = new CloudWatchClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const control = (method: string, road: string, content?: unknown) =>
    fetch(`${server.url}/_control/${road}`, {
      method,
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  const measure = async (instanceId: string, metricName = "CPUUtilization") => {
    const { MetricDataResults } = await client.send(commandFor(instanceId, metricName));
    return MetricDataResults?.[0];
  };
  return { client, control, measure };
}

function commandFor(instanceId: string, metricName: string, stat = "Average") {
  return new GetMetricDataCommand({
    StartTime: new Date("2026-11-21T00:30:20Z"),
    EndTime: new Date("2026-11-21T01:30:20Z"),
    MetricDataQueries: [
      {
        Id: "m",
        MetricStat: {
          Metric: {
            Namespace: "AWS/RDS",
            MetricName: metricName,
            Dimensions: [{ Name: "DBInstanceIdentifier", Value: instanceId }],
          },
          Period: 60,
          Stat: stat,
        },
      },
    ],
  });
}

test("the real client reads a value for each whole minute, the newest first, the same each time", async () => {
  const { measure } = await start();

  const once = await measure("prod-orders-01");
  const again = await measure("prod-orders-01");

  expect(once?.Timestamps).toHaveLength(59);
  expect(once?.Timestamps?.[0]).toEqual(new Date("2026-11-21T01:29:00Z"));
  expect(again).toEqual(once);
});

test("instances and metrics differ from each other, and connections are whole", async () => {
  const { measure } = await start();

  const orders = await measure("prod-orders-01");
  const payments = await measure("prod-payments-01");
  const connections = await measure("prod-orders-01", "DatabaseConnections");

  expect(payments?.Values).not.toEqual(orders?.Values);
  expect(connections?.Values?.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  expect((await measure("prod-orders-01", "FreeableMemory"))?.Values).toEqual([]);
});

test("a fault is met as often as it was asked for, and can be taken back", async () => {
  const { measure, control } = await start();
  await control("POST", "faults", { kind: "error", code: "InternalServiceFault", times: 2 });

  const failures = [
    await measure("a").catch(({ name }) => name),
    await measure("a").catch(({ name }) => name),
  ];
  const third = await measure("a");
  await control("POST", "faults", { kind: "drop", times: 9 });
  await control("DELETE", "faults");

  expect(failures).toEqual(["InternalServiceFault", "InternalServiceFault"]);
  expect(third?.Values).toHaveLength(59);
  expect((await measure("a"))?.Values).toHaveLength(59);
});

test("a fault of no known kind, a road that does not exist, another action and a bad query are refused", async () => {
  const { client, control } = await start();

  expect((await control("POST", "faults", { kind: "earthquake" })).status).toBe(400);
  expect((await control("GET", "nothing")).status).toBe(404);
  await expect(client.send(new ListMetricsCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
  await expect(client.send(commandFor("a", "CPUUtilization", "p99"))).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
});
