import type { Row } from "./row.ts";

/** Worse by more than a quarter fails. */
const most = 1.25;

type Rated = Pick<Row, "path" | "ratio">;

export interface Findings {
  /** Rows whose ratio is more than a quarter above the kept one. */
  readonly worse: readonly { readonly path: string; readonly kept: number; readonly now: number }[];
  /** Rows that were kept and not measured any more. */
  readonly gone: readonly string[];
  /** Rows that nothing was kept of. */
  readonly unknown: readonly string[];
}

/** Compares measured rows with the kept ones of the same measurements. */
export function checkRatios(kept: readonly Rated[], measured: readonly Rated[]): Findings {
  const before = new Map(kept.map(({ path, ratio }) => [path, ratio]));
  const paths = new Set(measured.map(({ path }) => path));
  return {
    worse: measured.flatMap(({ path, ratio: now }) => {
      const then = before.get(path);
      return then !== undefined && now > then * most ? [{ path, kept: then, now }] : [];
    }),
    gone: kept.map(({ path }) => path).filter((path) => !paths.has(path)),
    unknown: [...paths].filter((path) => !before.has(path)),
  };
}

/** Of rows measured twice the better time of each: noise makes a ratio worse in one of them, a fault in both. */
export function betterOf<One extends Rated>(first: readonly One[], second: readonly One[]): readonly One[] {
  const again = new Map(second.map((row) => [row.path, row]));
  return first.map((row) => {
    const other = again.get(row.path);
    return other && other.ratio < row.ratio ? other : row;
  });
}

export type Verdict = "held" | "failed" | "undecided";

/**
 * A row that is gone fails, as nothing holds it any more. Worse rows are undecided where as many processes of others wanted to run as
 * there are cores: a path of ours is several processes at once and its floor is not, so it loses more.
 */
export function verdictOf({ worse, gone }: Findings, othersLoad: number, cores: number): Verdict {
  if (gone.length > 0) return "failed";
  if (worse.length === 0) return "held";
  return othersLoad >= cores ? "undecided" : "failed";
}

/** What was found, a line each. */
export function findingsText({ worse, gone, unknown }: Findings): string {
  return [
    ...worse.map(
      ({ path, kept, now }) => `WORSE  ${path}: ${now} times its floor, ${kept} in the kept figures`,
    ),
    ...gone.map((path) => `GONE   ${path}: it is in the kept figures and was not measured`),
    ...unknown.map((path) => `NEW    ${path}: it is not in the kept figures; keep them anew`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
