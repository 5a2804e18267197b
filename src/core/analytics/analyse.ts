import type { Figures, outcomes } from "./figures.ts";
import { type Period, stepAt, stepsOf, weeksOf } from "./period.ts";

/** Half of the values are at most `half`, 95 in a hundred at most `most`; nothing of no values. */
interface Spread {
  readonly count: number;
  readonly half: number | undefined;
  readonly most: number | undefined;
}

type OutcomeCounts = Readonly<Record<(typeof outcomes)[number], number>>;

/** Those asked for on a day or in a week, and what became of them. */
export interface TrendRow extends OutcomeCounts {
  readonly start: Date;
  readonly asked: number;
  readonly decision: Spread;
}

/** How long requests wait for a group, and what becomes of those that it does not answer. No person is told apart in it. */
export interface GroupRow {
  readonly group: string;
  readonly asked: number;
  readonly answer: Spread;
  readonly waiting: number;
  readonly longestWaiting: number | undefined;
  readonly passed: number;
  readonly escalated: number;
}

export interface OperationRow {
  readonly operation: string;
  readonly asked: number;
  readonly byPeople: number;
  readonly byPolicy: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly duration: Spread;
}

/** What was done of what was asked for in a week, in USD a month. */
export interface CostRow {
  readonly start: Date;
  readonly done: number;
  readonly estimated: number;
  readonly actual: number;
  /** Of how many either is not known; they are in neither sum. */
  readonly unknown: number;
}

export interface Analytics {
  readonly period: Period;
  readonly total: Omit<TrendRow, "start"> & { readonly byPolicy: number };
  readonly trend: readonly TrendRow[];
  /** The one that is waited for the longest comes first. */
  readonly groups: readonly GroupRow[];
  /** The one asked for the most comes first. */
  readonly operations: readonly OperationRow[];
  readonly costs: readonly CostRow[];
}

/** What the requests that were asked for in a period tell of it; others are left out. */
export function analyse(figures: readonly Figures[], period: Period): Analytics {
  const within = figures.filter(({ askedAt }) => askedAt >= period.from && askedAt < period.to);
  const asked = within.filter(({ isPart }) => !isPart);
  const byPolicy = asked.filter(({ approvedBy }) => approvedBy === "policy").length;
  return {
    period,
    total: { ...summaryOf(asked), byPolicy },
    trend: eachStep(stepsOf(period), asked, (start, some) => ({ start, ...summaryOf(some) })),
    groups: groupRows(asked),
    operations: operationRows(within),
    costs: eachStep(weeksOf(period), within, costRow),
  };
}

function summaryOf(figures: readonly Figures[]): Omit<TrendRow, "start"> {
  const count = (outcome: string) => figures.filter((one) => one.outcome === outcome).length;
  return {
    asked: figures.length,
    approved: count("approved"),
    rejected: count("rejected"),
    expired: count("expired"),
    cancelled: count("cancelled"),
    open: count("open"),
    decision: spreadOf(figures.flatMap(({ decisionSeconds }) => decisionSeconds ?? [])),
  };
}

function groupRows(figures: readonly Figures[]): readonly GroupRow[] {
  const waits = figures.flatMap(({ waits, isEscalated }) => waits.map((wait) => ({ ...wait, isEscalated })));
  const rows = [...Map.groupBy(waits, ({ group }) => group)].map(([group, all]) => {
    const secondsIn = (state: string) =>
      all.filter((one) => one.state === state).map(({ seconds }) => seconds);
    const waiting = secondsIn("waiting");
    return {
      group,
      asked: all.length,
      answer: spreadOf(secondsIn("answered")),
      waiting: waiting.length,
      longestWaiting: waiting.length > 0 ? Math.max(...waiting) : undefined,
      passed: secondsIn("passed").length,
      escalated: all.filter(({ isEscalated }) => isEscalated).length,
    };
  });
  return rows.toSorted((one, other) => (other.answer.half ?? -1) - (one.answer.half ?? -1));
}

function operationRows(figures: readonly Figures[]): readonly OperationRow[] {
  const rows = [...Map.groupBy(figures, ({ operation }) => operation)].map(([operation, all]) => {
    const asked = all.filter(({ isPart }) => !isPart);
    const runs = all.flatMap(({ run }) => run ?? []);
    const ended = (result: string) => runs.filter((run) => run.result === result).length;
    return {
      operation,
      asked: asked.length,
      byPeople: asked.filter(({ approvedBy }) => approvedBy === "people").length,
      byPolicy: asked.filter(({ approvedBy }) => approvedBy === "policy").length,
      succeeded: ended("available"),
      failed: ended("failed"),
      timedOut: ended("timeout"),
      duration: spreadOf(runs.map(({ seconds }) => seconds)),
    };
  });
  return rows.toSorted((one, other) => other.asked - one.asked);
}

function costRow(start: Date, figures: readonly Figures[]): CostRow {
  const costs = figures.flatMap(({ cost }) => cost ?? []);
  const known = costs.filter(({ estimated, actual }) => estimated !== undefined && actual !== undefined);
  const sum = (of: "estimated" | "actual") =>
    Math.round(known.reduce((total, cost) => total + (cost[of] ?? 0), 0) * 100) / 100;
  return {
    start,
    done: costs.length,
    estimated: sum("estimated"),
    actual: sum("actual"),
    unknown: costs.length - known.length,
  };
}

function eachStep<Row>(
  steps: readonly Date[],
  figures: readonly Figures[],
  make: (start: Date, some: readonly Figures[]) => Row,
): readonly Row[] {
  const bySteps = Map.groupBy(figures, ({ askedAt }) => stepAt(steps, askedAt));
  return steps.map((start, index) => make(start, bySteps.get(index) ?? []));
}

/** By the nearest rank, so that each is a value that was measured. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  return { count: sorted.length, half: rank(0.5), most: rank(0.95) };
}
