import { type PriceTable, priceTableSchema } from "../../operations/cost/price-table.ts";

/** The price file cannot be used; each problem names its key. */
export class PriceFileError extends Error {
  override readonly name = "PriceFileError";
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[]) {
    super(`${fileName} is not a valid price table:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Reads a price table from its JSON. Throws a `PriceFileError` that tells every problem as `key: what is wrong`. */
export function readPrices(json: unknown, fileName: string): PriceTable {
  const parsed = priceTableSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new PriceFileError(
    fileName,
    parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`),
  );
}
