import type {
  Analytics,
  CostRow,
  GroupRow,
  OperationRow,
  TrendRow,
} from "../../../core/analytics/analyse.ts";
import type { Html } from "../html.ts";
import { sectionOf } from "./section.ts";
import { dayText, durationText, moneyText, operationText, shareText } from "./texts.ts";

/** Charts show as many as can be read; the table below has them all. */
const mostRows = 12;

/** What became of what was asked for, by when it was asked. */
export function outcomeSection({ trend, period }: Analytics): Html {
  const of = (name: "approved" | "rejected" | "expired" | "cancelled" | "open") =>
    trend.map((row) => row[name]);
  const each = period.days > 31 ? "week" : "day";
  return sectionOf(`What was asked for, by the ${each}`, "And what became of it so far.", {
    chart: {
      kind: "stack",
      labels: trend.map(({ start }) => dayText(start)),
      series: [
        { name: "approved", tone: "good", values: of("approved") },
        { name: "rejected", tone: "bad", values: of("rejected") },
        { name: "expired", tone: "waiting", values: of("expired") },
        { name: "withdrawn", tone: "over", values: of("cancelled") },
        { name: "waiting", tone: "running", values: of("open") },
      ],
      unit: "count",
    },
    table: {
      caption: "Requests and what became of them",
      columns: [each, "asked", "approved", "rejected", "expired", "withdrawn", "waiting"],
      rows: trend.map((row: TrendRow) => [
        dayText(row.start),
        ...[row.asked, row.approved, row.rejected, row.expired, row.cancelled, row.open].map(String),
      ]),
    },
    isFolded: true,
  });
}

/** How long people took to decide. */
export function decisionSection({ trend, period }: Analytics): Html {
  const each = period.days > 31 ? "week" : "day";
  return sectionOf("Time to a decision", "From asking people to their approval or rejection.", {
    chart: {
      kind: "lines",
      labels: trend.map(({ start }) => dayText(start)),
      series: [
        { name: "half within", tone: "running", values: trend.map(({ decision }) => decision.half) },
        { name: "95 % within", tone: "waiting", values: trend.map(({ decision }) => decision.most) },
      ],
      unit: "seconds",
    },
    table: {
      caption: "Time to a decision",
      columns: [each, "decided", "half within", "95 % within"],
      rows: trend.map(({ start, decision }) => [
        dayText(start),
        String(decision.count),
        durationText(decision.half),
        durationText(decision.most),
      ]),
    },
    isFolded: true,
  });
}

/** Which groups are waited for: of groups alone, never of a person. */
export function groupSection({ groups }: Analytics): Html {
  const shown = groups.slice(0, mostRows);
  return sectionOf(
    "Where requests wait",
    "How long until the first of a group answers. A request passes a group that others decide it without, or that it expires on.",
    {
      chart: {
        kind: "rows",
        labels: shown.map(({ group }) => group),
        series: [
          { name: "half within", tone: "running", values: shown.map(({ answer }) => answer.half) },
          { name: "95 % within", tone: "waiting", values: shown.map(({ answer }) => answer.most) },
        ],
        unit: "seconds",
      },
      table: {
        caption: "How long each group is waited for",
        columns: [
          "group",
          "asked",
          "answered",
          "half within",
          "95 % within",
          "passed",
          "escalated",
          "waiting",
          "longest",
        ],
        rows: groups.map((row: GroupRow) => [
          row.group,
          String(row.asked),
          String(row.answer.count),
          durationText(row.answer.half),
          durationText(row.answer.most),
          String(row.passed),
          String(row.escalated),
          String(row.waiting),
          durationText(row.longestWaiting),
        ]),
      },
    },
  );
}

/** How operations end, how long they take, and who lets them pass. */
export function operationSection({ operations }: Analytics): Html {
  const shown = operations.slice(0, mostRows);
  return sectionOf(
    "What runs, and how it ends",
    "Each instance of a request for several counts as a run of its own.",
    {
      chart: {
        kind: "stacked-rows",
        labels: shown.map(({ operation }) => operationText(operation)),
        series: [
          { name: "ended well", tone: "good", values: shown.map(({ succeeded }) => succeeded) },
          { name: "failed", tone: "bad", values: shown.map(({ failed }) => failed) },
          { name: "took too long", tone: "waiting", values: shown.map(({ timedOut }) => timedOut) },
        ],
        unit: "count",
      },
      table: {
        caption: "Operations",
        columns: [
          "operation",
          "asked",
          "by people",
          "by policy",
          "runs",
          "well",
          "half within",
          "95 % within",
        ],
        rows: operations.map((row: OperationRow) => [
          operationText(row.operation),
          String(row.asked),
          String(row.byPeople),
          String(row.byPolicy),
          String(row.succeeded + row.failed + row.timedOut),
          shareText(row.succeeded, row.succeeded + row.failed + row.timedOut),
          durationText(row.duration.half),
          durationText(row.duration.most),
        ]),
      },
    },
  );
}

/** What was done costs, as it was estimated and as it came out. */
export function costSection({ costs }: Analytics): Html {
  return sectionOf(
    "What it costs",
    "The change of the monthly bill by what was done, by the week in which it was asked for.",
    {
      chart: {
        kind: "bars",
        labels: costs.map(({ start }) => dayText(start)),
        series: [
          { name: "estimated", tone: "over", values: costs.map(({ estimated }) => estimated) },
          { name: "actual", tone: "running", values: costs.map(({ actual }) => actual) },
        ],
        unit: "dollars",
      },
      table: {
        caption: "Estimated and actual cost",
        columns: ["week of", "done", "estimated", "actual", "off by", "unknown"],
        rows: costs.map((row: CostRow) => [
          dayText(row.start),
          String(row.done),
          moneyText(row.estimated),
          moneyText(row.actual),
          moneyText(row.actual - row.estimated),
          String(row.unknown),
        ]),
      },
      isFolded: true,
    },
  );
}
