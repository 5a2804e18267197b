import { addDays, dayOf, daySchema } from "../../core/audit/day.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { VerifyAsked, WhatToVerify } from "../audit/verify.ts";
import { defineCommand } from "../define-command.ts";
import { explainError } from "../explain-error.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";
import { unchecked } from "../print-report.ts";
import { complain } from "../say.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  ...operatorOptions,
  day: text,
  from: text,
  to: text,
  request: text,
  export: text,
  proof: text,
  "public-key": { type: "string", multiple: true },
  "no-seals": flag,
  json: flag,
} as const;

/** Without a day or anything else it is the last so many days. */
const usualDays = 7;

export const auditVerify = defineCommand("audit verify", {
  usage: `countersign audit verify [--day DAY | --from DAY --to DAY | --request REQUEST | --export FILE | --proof FILE]
                    [--public-key FILE ...] [--no-seals] [--json]
                    ${operatorUsage}
                                  checks the record and its seals; ends with 0 where it holds, 1 where not, 2 where
                                  it could not be checked`,
  options,
  parse: (values): Result<VerifyAsked, string> => {
    const what = parseWhat(values);
    if (!what.ok) return what;
    return ok({
      what: what.value,
      place: values,
      keyFiles: values["public-key"] ?? [],
      withSeals: !(values["no-seals"] ?? false),
      asJson: values.json ?? false,
    });
  },
  run: async (asked) => {
    try {
      const { verify } = await import("../audit/verify.ts");
      return await verify(asked);
    } catch (error) {
      const why = explainError(error) ?? (error instanceof Error ? error.stack : undefined) ?? String(error);
      return complain(`It could not be checked. ${why}`, unchecked);
    }
  },
});

type Values = {
  readonly [Name in "day" | "from" | "to" | "request" | "export" | "proof"]?: string | undefined;
};

function parseWhat({ day, from, to, request, export: file, proof }: Values): Result<WhatToVerify, string> {
  const kinds = [day ?? from ?? to, request, file, proof].filter((one) => one !== undefined);
  if (kinds.length > 1 || (day !== undefined && (from ?? to) !== undefined)) {
    return err("Days, a --request, an --export or a --proof: one at a time.");
  }
  if (request !== undefined) return ok({ kind: "request", request });
  if (file !== undefined) return ok({ kind: "export", file });
  if (proof !== undefined) return ok({ kind: "proof", file: proof });
  const today = dayOf(new Date());
  const last = day ?? to ?? today;
  const first = day ?? from ?? addDays(today, 1 - usualDays);
  const isDays = [first, last].every((one) => daySchema.safeParse(one).success) && first <= last;
  return isDays
    ? ok({ kind: "days", first, last })
    : err("A day looks like 2026-11-27, and --from is not after --to.");
}
