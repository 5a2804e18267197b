import { parseArgs } from "node:util";
import { isMeasurementName, type MeasurementName, measurementNames } from "./measurement-names.ts";

export interface BenchArguments {
  readonly names: readonly MeasurementName[];
  readonly isFull: boolean;
  /** What becomes of the figures once they are printed. */
  readonly afterwards: "nothing" | "keep" | "check";
}

/** Reads the command line; throws a sentence for what there is not. */
export function readBenchArguments(args: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { full: { type: "boolean" }, keep: { type: "boolean" }, check: { type: "boolean" } },
  });
  const { full = false, keep = false, check = false } = values;
  const strange = positionals.find((name) => !isMeasurementName(name));
  if (strange !== undefined)
    throw new Error(`there is no ${strange}; there is: ${measurementNames.join(", ")}`);
  if (keep && check) throw new Error("figures are kept or checked, not both");
  if (full && (keep || check)) throw new Error("figures of --full are neither kept nor checked");
  return {
    names:
      positionals.length > 0
        ? measurementNames.filter((name) => positionals.includes(name))
        : measurementNames,
    isFull: full,
    afterwards: keep ? "keep" : check ? "check" : "nothing",
  };
}
