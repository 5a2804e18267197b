import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "./comparison.ts";
import { measureApi } from "./measure-api.ts";
import { measureApproval } from "./measure-approval.ts";
import { measureAudit } from "./measure-audit.ts";
import { measureDecision } from "./measure-decision.ts";
import { measureFunctions } from "./measure-functions.ts";
import { measureLists } from "./measure-lists.ts";
import { measurePoller } from "./measure-poller.ts";
import { measureStart } from "./measure-start.ts";
import { tableOf } from "./table.ts";

const measurements: Readonly<Record<string, (folder: string) => Promise<readonly Comparison[]>>> = {
  approval: measureApproval,
  decision: measureDecision,
  start: measureStart,
  functions: measureFunctions,
  poller: measurePoller,
  audit: measureAudit,
  api: measureApi,
  lists: measureLists,
};

/** Prints the table of docs/benchmarks.md; with names as arguments, only those measurements. */
async function bench(names: readonly string[]): Promise<void> {
  process.chdir(join(import.meta.dirname, "../.."));
  const folder = await mkdtemp(join(tmpdir(), "countersign-bench-"));
  // Also when a signal ends it.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const comparisons: Comparison[] = [];
  for (const name of names) {
    const measure = measurements[name];
    if (!measure) throw new Error(`there is: ${Object.keys(measurements).join(", ")}`);
    process.stderr.write(`measuring: ${name} ...\n`);
    const place = join(folder, name);
    await mkdir(place);
    comparisons.push(...(await measure(place)));
  }
  process.stdout.write(`\nNode ${process.version}, ${availableParallelism()} cores\n\n`);
  process.stdout.write(tableOf(comparisons));
}

// By default a signal ends the process without its "exit", and what was started would go on.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const chosen = process.argv.slice(2);
bench(chosen.length > 0 ? chosen : Object.keys(measurements)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
