import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Machine, machineSchema } from "./machine.ts";
import { type Row, rowSchema } from "./row.ts";

const takenSchema = z.strictObject({
  date: z.iso.date(),
  /** The load average before it began, and when it had ended, with its own work. */
  load: z.strictObject({ before: z.number(), after: z.number() }),
  seconds: z.number(),
  rows: z.array(rowSchema).min(1),
});

/** One measurement's rows, and when and beside how much other work they were taken. */
export type Taken = Readonly<z.infer<typeof takenSchema>>;

export type Measured = Readonly<Record<string, Taken>>;

/** The kept figures that later ones are held against: every measurement, all on one machine. */
export const baselineSchema = z.strictObject({
  machine: machineSchema,
  measurements: z.record(z.string(), takenSchema),
});

export type Baseline = Readonly<z.infer<typeof baselineSchema>>;

export class OtherMachineError extends Error {
  override readonly name = "OtherMachineError";
}

/**
 * The baseline with these measurements in place of those kept, in the order of `names`; what is not among `names` is dropped. Throws an
 * `OtherMachineError` where some would stay that were taken on another machine or with other versions.
 */
export function renewBaseline(
  kept: Baseline | undefined,
  machine: Machine,
  measured: Measured,
  names: readonly string[],
): Baseline {
  const staying = names.filter((name) => !measured[name] && kept?.measurements[name]);
  if (staying.length > 0 && !isDeepStrictEqual(kept?.machine, machine)) {
    throw new OtherMachineError(
      `the kept figures of ${staying.join(", ")} are of another machine or of other versions: keep all of them anew`,
    );
  }
  const taken = names.flatMap((name) => {
    const one = measured[name] ?? kept?.measurements[name];
    return one ? [[name, one] as const] : [];
  });
  return { machine, measurements: Object.fromEntries(taken) };
}

export function rowsOf(measured: Measured): readonly Row[] {
  return Object.values(measured).flatMap(({ rows }) => rows);
}
