import type { Row } from "./row.ts";

const head = [
  "milliseconds",
  "ours p50",
  "p95",
  "floor p50",
  "p95",
  "ratio",
  "n",
  "bar (p95)",
  "the floor",
  "",
];
/** Read from the left: names, not figures. */
const words = new Set([0, 8, 9]);

/** The rows as text, a line each. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [head, ...rows.map(toCells)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row.map((cell, column) =>
      (words.has(column) ? cell.padEnd : cell.padStart).call(cell, widths[column] ?? 0),
    ),
  );
  return lines.map((line) => `${line.join("  ").trimEnd()}\n`).join("");
}

function toCells({ path, beside, ours, floor, ratio, n, barMs, note = "" }: Row): readonly string[] {
  const isOver = barMs !== undefined && ours.p95 >= barMs;
  return [
    path,
    shown(ours.p50),
    shown(ours.p95),
    shown(floor.p50),
    shown(floor.p95),
    ratio.toFixed(ratio < 10 ? 2 : 1),
    String(n),
    barMs === undefined ? "" : `${isOver ? "OVER" : "under"} ${barMs}`,
    beside,
    note,
  ];
}

function shown(milliseconds: number): string {
  return milliseconds < 100 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}
