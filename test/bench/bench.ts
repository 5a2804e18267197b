import { rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  type Baseline,
  baselineSchema,
  type Measured,
  renewBaseline,
  rowsOf,
  type Taken,
} from "./baseline.ts";
import { readBenchArguments } from "./bench-arguments.ts";
import { betterOf, checkRatios, findingsText, verdictOf } from "./check-ratios.ts";
import { figuresOf, withFigures } from "./figures.ts";
import { type Machine, machineText, readLoad, readMachine } from "./machine.ts";
import { isMeasurementName, type MeasurementName, measurementNames } from "./measurement-names.ts";
import { type MeasureOptions, measurements } from "./measurements.ts";
import { toRow } from "./row.ts";
import { tableOf } from "./table.ts";

const baselineFile = "test/bench/baseline.json";
const page = "docs/benchmarks.md";
const exitCodes = { held: 0, failed: 1, undecided: 2 } as const;

/** Measures and prints one table; with names, only those measurements. Then keeps the figures, or checks them against the kept ones. */
async function bench(args: readonly string[]): Promise<number> {
  const { names, afterwards, ...options } = readBenchArguments(args);
  process.chdir(join(import.meta.dirname, "../.."));
  const folder = await mkdtemp(join(tmpdir(), "countersign-bench-"));
  // Also when a signal ends it.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const kept = await readBaseline();
  if (afterwards === "check" && !kept) throw new Error(`there is no ${baselineFile}: keep figures first`);
  const machine = await readMachine();
  const othersLoad = readLoad();
  const measured = await measureAll(names, folder, options);
  say(`\n${machineText(machine)}load average ${othersLoad} before, ${readLoad()} after\n\n`);
  say(tableOf(rowsOf(measured)));
  if (afterwards === "keep") await keep(renewBaseline(kept, machine, measured, measurementNames));
  if (afterwards === "keep" && othersLoad >= machine.cores) say(busyText);
  return afterwards === "check" && kept ? check(kept, { machine, measured, othersLoad, folder }) : 0;
}

async function measureAll(
  names: readonly MeasurementName[],
  folder: string,
  options: MeasureOptions,
): Promise<Measured> {
  const measured: Record<string, Taken> = {};
  for (const name of names) {
    process.stderr.write(`measuring: ${name} ...\n`);
    const before = readLoad();
    const startedAt = performance.now();
    const comparisons = await measurements[name](await mkdtemp(join(folder, `${name}-`)), options);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    process.stderr.write(`  it took ${seconds} s\n`);
    measured[name] = {
      date: new Date().toISOString().slice(0, 10),
      load: { before, after: readLoad() },
      seconds,
      rows: comparisons.map(toRow),
    };
  }
  return measured;
}

/** Writes the baseline, and its figures into the page. */
async function keep(baseline: Baseline): Promise<void> {
  await writeFile(baselineFile, `${JSON.stringify(baseline, undefined, 2)}\n`);
  await writeFile(page, withFigures(await readFile(page, "utf8"), figuresOf(baseline)));
  say(`\nkept in ${baselineFile} and ${page}\n`);
}

interface Run {
  readonly machine: Machine;
  readonly measured: Measured;
  readonly othersLoad: number;
  readonly folder: string;
}

/** Says what is worse than the kept figures, after measuring that once more; gives the exit code. */
async function check(kept: Baseline, { machine, measured, othersLoad, folder }: Run): Promise<number> {
  const keptRows = (name: string) => kept.measurements[name]?.rows ?? [];
  const names = Object.keys(measured).filter(isMeasurementName);
  const worse = names.filter(
    (name) => checkRatios(keptRows(name), measured[name]?.rows ?? []).worse.length > 0,
  );
  const again = await measureAll(worse, folder, { isFull: false });
  if (worse.length > 0) say(`\nmeasured once more:\n\n${tableOf(rowsOf(again))}`);
  const findings = checkRatios(names.flatMap(keptRows), betterOf(rowsOf(measured), rowsOf(again)));
  const verdict = verdictOf(findings, othersLoad, machine.cores);
  say(`\n${findingsText(findings)}`);
  if (!isDeepStrictEqual(machine, kept.machine))
    say(`The kept figures are of another machine or of other versions:\n${machineText(kept.machine)}`);
  say(verdictText[verdict]);
  return exitCodes[verdict];
}

const busyText = "The machine was busy with other work before it began: keep them again when it is not.\n";

const verdictText = {
  held: "No ratio is worse than the kept one by more than a quarter.\n",
  failed: "Worse than the kept figures, or not measured any more: mend it, or keep new ones and say why.\n",
  undecided: "Undecided: the machine was busy with other work before it began. Check again when it is not.\n",
} as const;

async function readBaseline(): Promise<Baseline | undefined> {
  try {
    return baselineSchema.parse(JSON.parse(await readFile(baselineFile, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function say(text: string): void {
  process.stdout.write(text);
}

// By default a signal ends the process without its "exit", and what was started would go on.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

bench(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
