import type { Comparison } from "./comparison.ts";
import { percentile } from "./percentile.ts";

const head = ["milliseconds", "ours p50", "p95", "floor p50", "p95", "ratio", "n", "bar (p95)"];

/** The comparisons as text, a line each; the ratio is that of the medians. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const rows = [head, ...comparisons.map(toRow)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd : cell.padStart).call(cell, widths[column] ?? 0)),
  );
  return lines.map((cells) => `${cells.join("  ").trimEnd()}\n`).join("");
}

function toRow({ path, ours, floor, barMs }: Comparison): readonly string[] {
  const p95 = percentile(ours, 95);
  const isOver = barMs !== undefined && p95 >= barMs;
  return [
    path,
    shown(percentile(ours, 50)),
    shown(p95),
    shown(percentile(floor, 50)),
    shown(percentile(floor, 95)),
    (percentile(ours, 50) / percentile(floor, 50)).toFixed(1),
    String(ours.length),
    barMs === undefined ? "" : `${isOver ? "OVER" : "under"} ${barMs}`,
  ];
}

function shown(milliseconds: number): string {
  return milliseconds < 100 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}
