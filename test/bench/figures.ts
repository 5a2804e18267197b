import { type Baseline, rowsOf } from "./baseline.ts";
import { machineText } from "./machine.ts";
import { tableOf } from "./table.ts";

const begin = "<!-- figures -->";
const end = "<!-- /figures -->";

/** The kept figures as they stand in docs/benchmarks.md, between its two marks. */
export function figuresOf(baseline: Baseline): string {
  const taken = Object.entries(baseline.measurements).map(
    ([name, { date, load, seconds }]) =>
      `${name}: ${date}, ${seconds} s, load average ${load.before} before and ${load.after} after\n`,
  );
  return `${begin}\n\`\`\`\n${machineText(baseline.machine)}\n${tableOf(rowsOf(baseline.measurements))}\n${taken.join("")}\`\`\`\n${end}`;
}

/** The page with these figures in place of those it has; throws where it has no place for them. */
export function withFigures(page: string, figures: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end}`);
  return page.slice(0, from) + figures + page.slice(to + end.length);
}
