import { expect, test } from "vitest";
import { makeMeter } from "../src/metrics.ts";

const at = new Date("2026-03-02T10:00:00.000Z");

function openMeter(format: "json" | "pretty") {
  const lines: string[] = [];
  const meter = makeMeter(
    { stage: "prod", log: { level: "info", format } },
    { write: (line) => void lines.push(line), now: () => at },
  );
  return { meter, lines };
}

const measurement = {
  values: { WebhookLatency: 12, WebhookFailed: 0 },
  dimensions: { Webhook: "wh-0123456789" },
} as const;

test("a measurement is one line in the embedded metric format, for the stage and for what tells it apart", () => {
  const { meter, lines } = openMeter("json");

  meter.record(measurement);

  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: "Countersign",
          Dimensions: [["Stage"], ["Stage", "Webhook"]],
          Metrics: [
            { Name: "WebhookLatency", Unit: "Milliseconds" },
            { Name: "WebhookFailed", Unit: "Count" },
          ],
        },
      ],
    },
    Stage: "prod",
    Webhook: "wh-0123456789",
    WebhookLatency: 12,
    WebhookFailed: 0,
  });
});

test("each metric goes by its own dimensions, each of them alone, and no metric by one that it does not have", () => {
  const { meter, lines } = openMeter("json");

  meter.record({
    values: { RequestsCreated: 1, AutoApproved: 1, Escalations: 1 },
    dimensions: { Operation: "reboot_instance", Environment: "staging", Surface: "slack" },
  });

  const { _aws } = JSON.parse(lines[0] ?? "");
  expect(_aws.CloudWatchMetrics).toEqual([
    {
      Namespace: "Countersign",
      Dimensions: [["Stage"], ["Stage", "Operation"], ["Stage", "Environment"]],
      Metrics: [{ Name: "RequestsCreated", Unit: "Count" }],
    },
    {
      Namespace: "Countersign",
      Dimensions: [["Stage"], ["Stage", "Operation"]],
      Metrics: [{ Name: "AutoApproved", Unit: "Count" }],
    },
    {
      Namespace: "Countersign",
      Dimensions: [["Stage"]],
      Metrics: [{ Name: "Escalations", Unit: "Count" }],
    },
  ]);
});

test("what measures nothing writes nothing", () => {
  const { meter, lines } = openMeter("json");

  meter.record({ values: {}, dimensions: { Operation: "reboot_instance" } });

  expect(lines).toEqual([]);
});

test("where logs are for people there are no such lines", () => {
  const { meter, lines } = openMeter("pretty");

  meter.record(measurement);

  expect(lines).toEqual([]);
});
