import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { metricNamespace, ownMetricNames } from "../../src/core/own-metrics.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { type Alarm, metricsOf, readAlarms } from "./read-alarms.ts";

const alarms = await readAlarms();
const { functions, queues } = await readInfrastructure({ stage: "STAGE" });

const named = (name: string): Alarm => {
  const found = alarms.find((alarm) => alarm.name === name);
  if (!found) throw new Error(`there is no alarm ${name}`);
  return found;
};
const byName = alarms.map((alarm) => [alarm.name, alarm] as const);

test("there are alarms in eight groups, each under a name of its own", () => {
  const files = new Set(alarms.map(({ file }) => file));

  expect(alarms.length).toBeGreaterThan(17);
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
  expect([...files].toSorted()).toEqual([
    "absence.yml",
    "change.yml",
    "dead-letters.yml",
    "decisions.yml",
    "delivery.yml",
    "flow.yml",
    "functions-failing.yml",
    "functions-throttled.yml",
    "money.yml",
    "security.yml",
  ]);
});

test.each(byName)("%s is told to the one topic, when it rings and when it is over", (_name, alarm) => {
  const { AlarmActions, OKActions, AlarmName } = alarm.properties;

  expect([AlarmActions, OKActions]).toEqual([[{ Ref: "AlarmsTopic" }], [{ Ref: "AlarmsTopic" }]]);
  expect(AlarmName).toBe(`countersign-${alarm.name}-STAGE`);
});

test.each(byName)("%s can ring", (_name, alarm) => {
  if (!alarm.metric) return expect(alarm.properties.AlarmRule).toContain("ALARM(");
  const { EvaluationPeriods, DatapointsToAlarm, Period, Metrics = [] } = alarm.metric;
  const periods = [Period, ...Metrics.map(({ MetricStat }) => MetricStat?.Period)].filter(
    (period) => period !== undefined,
  );
  const [longest = 0] = periods.toSorted((left, right) => right - left);

  expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
  // CloudWatch's limits: a day in all where a period is shorter than an hour, and seven days in any case.
  expect(longest * EvaluationPeriods).toBeLessThanOrEqual(longest < 3600 ? 86_400 : 604_800);
  // And ten metrics in one expression.
  expect(metricsOf(alarm).length).toBeLessThanOrEqual(10);
});

test.each(byName.filter(([, { metric }]) => metric?.Metrics))(
  "%s computes with all that it asks for, and asks for all that it computes with",
  (_name, { metric }) => {
    const asked = (metric?.Metrics ?? []).filter(({ MetricStat }) => MetricStat).map(({ Id }) => Id);
    const [expression = "", ...others] = (metric?.Metrics ?? []).flatMap(
      ({ Expression }) => Expression ?? [],
    );
    const used = expression.replaceAll(/\$\{[^}]+\}/g, "").match(/[a-z][a-z_]*/g);

    expect(others).toEqual([]);
    expect([...new Set(used)].toSorted()).toEqual(asked.toSorted());
  },
);

test("Countersign's own metrics are those that it measures, for the stage as a whole", () => {
  const own = alarms.flatMap(metricsOf).filter(({ Namespace }) => Namespace === metricNamespace);

  expect(own.length).toBeGreaterThan(15);
  for (const { MetricName, Dimensions } of own) {
    expect(ownMetricNames).toContain(MetricName);
    expect(Dimensions).toEqual([{ Name: "Stage", Value: "STAGE" }]);
  }
});

test("each threshold that may be another one has its figure, and each figure its alarm", async () => {
  const thresholds = parse(await readFile("infra/alarms/thresholds.yml", "utf8"));
  const paths = Object.entries<Record<string, unknown>>(thresholds).flatMap(([group, figures]) =>
    Object.entries(figures).map(([name, figure]) => [`${group}.${name}`, figure] as const),
  );
  const used = JSON.stringify(alarms.map(({ properties }) => properties)).matchAll(
    /\$\{self:custom\.alarms\.([a-z0-9_.]+)\}/g,
  );

  expect(paths.map(([, figure]) => typeof figure)).toEqual(paths.map(() => "number"));
  expect([...new Set([...used].map(([, path]) => path))].toSorted()).toEqual(
    paths.map(([path]) => path).toSorted(),
  );
});

describe("nothing is left out", () => {
  test("every function is watched for errors and for throttles, in the same kind of them", () => {
    const functionsOf = (metricName: string) =>
      alarms
        .filter(({ file }) => file.startsWith("functions-"))
        .flatMap((alarm) =>
          metricsOf(alarm)
            .filter(({ MetricName }) => MetricName === metricName)
            .map(({ Dimensions: [dimension] }) => [
              alarm.name.replace(/-.*/, ""),
              functionOf(dimension?.Value),
            ]),
        )
        .map((pair) => pair.join(": "))
        .toSorted();

    const failing = functionsOf("Errors");

    expect(failing.map((pair) => pair.replace(/.*: /, "")).toSorted()).toEqual(
      [...functions.keys()].toSorted(),
    );
    expect(functionsOf("Throttles")).toEqual(failing);
  });

  test("every queue of dead letters rings at the first one", () => {
    const dead = [...queues].filter(([, { QueueName }]) => /-dead-STAGE(?:\.fifo)?$/.test(QueueName));
    const watched = alarms.filter(({ file }) => file === "dead-letters.yml");

    expect(watched.map((alarm) => metricsOf(alarm)[0]?.Dimensions[0]?.Value)).toEqual(
      expect.arrayContaining(dead.map(([id]) => ({ "Fn::GetAtt": [id, "QueueName"] }))),
    );
    expect(watched).toHaveLength(dead.length);
    for (const { name, metric } of watched) {
      expect(metric, name).toMatchObject({
        MetricName: "ApproximateNumberOfMessagesVisible",
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
      });
    }
  });

  test("a queue's dead letters bear the name of their alarm", () => {
    const queueOf = (alarm: Alarm) =>
      [...queues].find(([id]) => JSON.stringify(metricsOf(alarm)).includes(`"${id}"`))?.[1].QueueName;

    for (const alarm of alarms.filter(({ file }) => file === "dead-letters.yml")) {
      expect(queueOf(alarm)?.replace(/\.fifo$/, "")).toBe(`countersign-${alarm.name}-STAGE`);
    }
  });

  test("an outage is told by alarms that there are", () => {
    const rule = String(named("outage").properties.AlarmRule);
    const asked = [...rule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name);

    expect(alarms.map(({ properties }) => properties.AlarmName)).toEqual(expect.arrayContaining(asked));
    expect(new Set(asked).size).toBe(3);
  });
});

describe("silence", () => {
  test("rings where something should be there, and nowhere else", () => {
    const breaching = alarms.filter(({ metric }) => metric?.TreatMissingData === "breaching");

    expect(breaching.map(({ name }) => name).toSorted()).toEqual(["metrics-missing", "seal-missing"]);
  });

  test("of a poller counts only where decisions wait for it", () => {
    const { metric } = named("poller-silent");

    expect(metric?.Metrics?.at(-1)?.Expression).toBe("IF(FILL(waiting, 0) > 0 AND FILL(heard, 0) < 1, 1, 0)");
    expect(metricsOf(named("poller-silent")).map(({ Dimensions: [dimension] }) => dimension?.Value)).toEqual([
      { "Fn::GetAtt": ["DecisionQueue", "QueueName"] },
      { "Fn::GetAtt": ["PollerReportsQueue", "QueueName"] },
    ]);
  });

  test("of the seal is told after six hours", () => {
    expect(named("seal-missing").metric).toMatchObject({ EvaluationPeriods: 6, DatapointsToAlarm: 6 });
  });
});

test("one rejection at night rings no alarm", () => {
  const { metric } = named("rejection-rate");

  expect(metric?.Metrics?.at(-1)?.Expression).toMatch(
    /^IF\(SUM\(\[rejected, approved\]\) >= \$\{self:custom\.alarms\.decisions\.decided_at_least\}, .*, 0\)$/,
  );
});

/** `NotifyDashslackLambdaFunction` is `notify-slack`. */
function functionOf(reference: unknown): string | undefined {
  const { Ref = "" } = reference as { Ref?: string };
  return [...functions.keys()].find(
    (name) => `${name[0]?.toUpperCase()}${name.slice(1).replaceAll("-", "Dash")}LambdaFunction` === Ref,
  );
}
