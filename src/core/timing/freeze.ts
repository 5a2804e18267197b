import { DateTime } from "luxon";
import { z } from "zod";
import { timeZoneSchema } from "./policy-window.ts";

const written = z.string({ error: 'write a moment as "2026-11-26 18:00", in quotes' });

/** A time in which nothing starts, as the policy file says it: by the clocks of one place, UTC unless it names another. */
export const freezeSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens, please"),
    from: written,
    to: written,
    time_zone: timeZoneSchema.default("UTC"),
    environments: z.array(z.string()).min(1).optional(),
    operations: z.array(z.string()).min(1).optional(),
    /** What becomes of a request that would start in it. Whoever has been approved already waits in either case. */
    action: z.enum(["refuse", "hold"]),
    reason: z.string().max(200).default(""),
  })
  .transform(({ time_zone, from, to, ...freeze }, context) => {
    const [begins, ends] = [momentOf(from, time_zone), momentOf(to, time_zone)];
    if (!begins) complain("from", 'write a moment as "2026-11-26 18:00"');
    if (!ends) complain("to", 'write a moment as "2026-11-30 08:00"');
    if (begins && ends && ends <= begins) complain("to", "it ends before it begins");
    return begins && ends ? { ...freeze, from: begins, to: ends } : z.NEVER;

    function complain(key: string, message: string): void {
      context.addIssue({ code: "custom", message, path: [key] });
    }
  });

export type Freeze = z.output<typeof freezeSchema>;

/** What a freeze is asked about. */
export interface FreezeTarget {
  readonly environment: string;
  readonly operation: string;
}

/** The policy's freezes that concern the operation in the environment. */
export function freezesFor(
  freezes: readonly Freeze[],
  { environment, operation }: FreezeTarget,
): readonly Freeze[] {
  return freezes.filter(
    ({ environments, operations }) =>
      (environments?.includes(environment) ?? true) && (operations?.includes(operation) ?? true),
  );
}

/** The freeze that the moment falls into: the one that refuses before one that holds, then the one that lasts longest. */
export function freezeAt(freezes: readonly Freeze[], moment: Date): Freeze | undefined {
  const [first] = freezes
    .filter(({ from, to }) => from <= moment && moment < to)
    .toSorted(
      (one, other) =>
        Number(other.action === "refuse") - Number(one.action === "refuse") ||
        other.to.getTime() - one.to.getTime(),
    );
  return first;
}

/** "black-friday (sales)" */
export function freezeName({ name, reason }: Pick<Freeze, "name" | "reason">): string {
  return reason === "" ? name : `${name} (${reason})`;
}

/** With a time of day: a bare date as an end would leave open whether that day still belongs to it. */
function momentOf(text: string, zone: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(Z|[+-]\d\d:\d\d)?$/.test(text)) return undefined;
  const moment = DateTime.fromISO(text.replace(" ", "T"), { zone });
  return moment.isValid ? moment.toJSDate() : undefined;
}
