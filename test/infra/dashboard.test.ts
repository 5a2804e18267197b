import { beforeAll, expect, test } from "vitest";
import { metricNamespace, ownMetricNames, ownMetrics } from "../../src/core/own-metrics.ts";
import type { Resource } from "./package-service.ts";
import { packagedOnce } from "./packaged-once.ts";

interface Widget {
  readonly type: "metric" | "text";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title?: string; readonly metrics?: readonly (readonly unknown[])[] };
}

interface Search {
  readonly namespace: string;
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  /** Of each, one of these. */
  readonly terms: readonly (readonly string[])[];
  readonly without: readonly string[];
}

/** What AWS measures of what we have, by the dimension that names it. */
const metricsOfAws: Readonly<Record<string, { readonly by: string; readonly names: readonly string[] }>> = {
  "AWS/SQS": {
    by: "QueueName",
    names: ["ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"],
  },
  "AWS/Lambda": { by: "FunctionName", names: ["Errors", "Throttles", "Duration"] },
  "AWS/ApiGateway": { by: "ApiId", names: ["5xx", "4xx", "Latency"] },
  "AWS/DynamoDB": {
    by: "TableName",
    names: [
      "ReadThrottleEvents",
      "WriteThrottleEvents",
      "ConsumedReadCapacityUnits",
      "ConsumedWriteCapacityUnits",
    ],
  },
};

let resources: Readonly<Record<string, Resource>>;
let functions: readonly string[];
let widgets: readonly Widget[];

beforeAll(async () => {
  const packaged = await packagedOnce("plain");
  ({ resources } = packaged);
  functions = packaged.ofType("AWS::Lambda::Function").map(([, { Properties }]) => Properties.FunctionName);
  widgets = JSON.parse(resources.Dashboard?.Properties.DashboardBody["Fn::Sub"]).widgets;
}, 180_000);

const rows = () => widgets.flatMap(({ properties }) => properties.metrics ?? []);

function searches(): readonly Search[] {
  const expressions = rows().flatMap(([first]) =>
    typeof first === "object" && first !== null && "expression" in first ? [String(first.expression)] : [],
  );
  return expressions.filter((one) => one.includes("SEARCH(")).map(parseSearch);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
function parseSearch(expression: string): Search {
  const [, schema = "", query = ""] = /SEARCH\('\{([^}]+)\} (.+?)', '\w+', \d+\)/.exec(expression) ?? [];
  const [namespace = "", ...dimensions] = schema.split(",");
  const [, named = ""] = /MetricName=(\([^)]+\)|"[^"]+")/.exec(query) ?? [];
  const rest = query.replace(/\w+=(\([^)]+\)|"[^"]+")/g, "");
  return {
    namespace,
    dimensions,
    metrics: [...named.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name),
    terms: [...rest.replace(/NOT \w+/g, "").matchAll(/\([^)]+\)|\w+/g)].map(([term]) =>
      [...term.matchAll(/\w+/g)].map(([word]) => word).filter((word) => word !== "OR"),
    ),
    without: [...rest.matchAll(/NOT (\w+)/g)].map(([, term = ""]) => term),
  };
}

/** A term finds a name that has it as a whole word. */
function isFound(name: string, { terms, without }: Search): boolean {
  const words = name.split(/[^a-zA-Z0-9]+/);
  return (
    terms.every((term) => term.some((word) => words.includes(word))) &&
    !without.some((term) => words.includes(term))
  );
}

function namesOf(type: string, property: string): readonly string[] {
  return Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties[property]);
}

test("every metric of our own that it shows is one that we measure, by the stage, and all of them are there", () => {
  const shown = rows().filter(([namespace]) => namespace === metricNamespace);
  const searched = searches().filter(({ namespace }) => namespace === metricNamespace);

  for (const [, name, dimension, value] of shown) {
    expect(ownMetricNames).toContain(name);
    expect([dimension, value]).toEqual(["Stage", "dev"]);
  }
  for (const { metrics, dimensions } of searched) {
    const [dimension] = dimensions.filter((one) => one !== "Stage");
    // A schema names its dimensions in the alphabet's order.
    expect(dimensions).toEqual([dimension ?? "", "Stage"].toSorted());
    for (const name of metrics) {
      const metric = Object.entries(ownMetrics).find(([own]) => own === name)?.[1];
      expect(metric?.by, name).toContain(dimension);
    }
  }
  const all = new Set([...shown.map(([, name]) => name), ...searched.flatMap(({ metrics }) => metrics)]);
  expect([...all].toSorted()).toEqual(ownMetricNames.toSorted());
});

test("every other metric is one of AWS's own, of something that is deployed", () => {
  const others = rows().filter(
    ([namespace]) => typeof namespace === "string" && namespace !== metricNamespace,
  );
  const searched = searches().filter(({ namespace }) => namespace !== metricNamespace);

  for (const [namespace, name, dimension, value] of others) {
    expect(metricsOfAws[String(namespace)]?.by).toBe(dimension);
    expect(metricsOfAws[String(namespace)]?.names).toContain(name);
    const [, logicalId = ""] = /^\$\{(\w+)\}$/.exec(String(value)) ?? [];
    // The framework makes the API, under this name.
    expect([...Object.keys(resources), "HttpApi"]).toContain(logicalId);
  }
  for (const { namespace, dimensions, metrics } of searched) {
    expect(dimensions).toEqual([metricsOfAws[namespace]?.by]);
    for (const name of metrics) expect(metricsOfAws[namespace]?.names).toContain(name);
  }
});

test("what it searches for finds every function, queue and table, and each queue either as one or as dead letters", () => {
  const queues = namesOf("AWS::SQS::Queue", "QueueName");
  const tables = namesOf("AWS::DynamoDB::Table", "TableName");
  const dead = queues.filter((name) => name.includes("-dead-"));

  for (const search of searches().filter(({ namespace }) => namespace !== metricNamespace)) {
    const expected =
      search.namespace === "AWS/Lambda"
        ? functions
        : search.namespace === "AWS/DynamoDB"
          ? tables
          : search.without.includes("dead")
            ? queues.filter((name) => !dead.includes(name))
            : dead;
    const all = [...functions, ...queues, ...tables].filter((name) => expected.includes(name));
    expect(all.filter((name) => isFound(name, search))).toEqual(all);
    if (search.namespace === "AWS/SQS") {
      expect(queues.filter((name) => isFound(name, search)).toSorted()).toEqual(expected.toSorted());
    }
  }
});

test("no widget lies over another, and each has a title", () => {
  const taken = new Set<string>();

  for (const { x, y, width, height, type, properties } of widgets) {
    expect(x + width).toBeLessThanOrEqual(24);
    if (type === "metric") expect(properties.title).not.toBe("");
    for (let column = x; column < x + width; column += 1) {
      for (let row = y; row < y + height; row += 1) {
        expect(taken.has(`${column}/${row}`), `${properties.title}`).toBe(false);
        taken.add(`${column}/${row}`);
      }
    }
  }
});
