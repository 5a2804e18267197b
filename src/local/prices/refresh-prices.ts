import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PriceFileError, readPrices } from "../../app/files/read-prices.ts";
import { pricesOfOffer } from "./prices-of-offer.ts";
import { OfferSourceError, readOfferSource } from "./read-offer-source.ts";

const usage = `npm run refresh-prices -- SOURCE...   replaces the prices of the regions that the sources are of

A SOURCE is the index.json of AWS's price list AmazonRDS for a region, a file or its address:
https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonRDS/current/eu-central-1/index.json
--to FILE writes another price file than infra/prices.json.`;

const ownFile = join(import.meta.dirname, "../../../infra/prices.json");

async function refreshPrices(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: "string", default: ownFile }, help: { type: "boolean" } },
  });
  if (values.help) return say(usage);
  if (positionals.length === 0) throw new OfferSourceError(usage);
  let table = readPrices(JSON.parse(await readFile(values.to, "utf8")), values.to);
  // One at a time, as each takes its size in memory several times over.
  for (const source of positionals) {
    const { regions, count, ambiguous } = pricesOfOffer(await readOfferSource(source));
    if (count === 0) throw new OfferSourceError(`${source}: holds no price that is of use here`);
    table = readPrices({ ...table, regions: { ...table.regions, ...regions } }, source);
    say(`${Object.keys(regions).join(", ")}: ${count} prices`);
    for (const key of ambiguous) say(`  left out, as the list has two prices for it: ${key}`);
  }
  const sorted = Object.entries(table.regions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify({ ...table, regions: Object.fromEntries(sorted) }, undefined, 2);
  // Whole or not at all: half a price file would stop every start.
  await writeFile(`${values.to}.new`, `${text}\n`);
  await rename(`${values.to}.new`, values.to);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

refreshPrices().catch((error: unknown) => {
  const isExplained = error instanceof OfferSourceError || error instanceof PriceFileError;
  const isFromOutside = error instanceof Error && ("code" in error || error.cause !== undefined);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  process.stderr.write(
    isExplained || isFromOutside
      ? `${error.message}${cause}\n`
      : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
});
