import { readFile, stat } from "node:fs/promises";
import { type OfferFile, offerFileSchema } from "./offer-file.ts";

/** A region's list has some 30 MB. V8 holds no text of more than 512 MB, so the list of all regions together is refused. */
const mostMegabytes = 400;

const downloadMilliseconds = 10 * 60_000;

/** A price list could not be read; the message says why and what to do. */
export class OfferSourceError extends Error {
  override readonly name = "OfferSourceError";
}

/** Reads AWS's price list of RDS for a region from a file or an https address. Throws an `OfferSourceError` when it is none. */
export async function readOfferSource(source: string): Promise<OfferFile> {
  const text = /^https?:\/\//.test(source) ? await download(source) : await read(source);
  const parsed = offerFileSchema.safeParse(jsonOf(text, source));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OfferSourceError(`${source}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
}

async function read(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > mostMegabytes * 1_000_000) throw tooLarge(file);
  return readFile(file, "utf8");
}

async function download(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(downloadMilliseconds) });
  if (!answer.ok || !answer.body) throw new OfferSourceError(`${url}: answered ${answer.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > mostMegabytes * 1_000_000) throw tooLarge(url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(source: string): OfferSourceError {
  return new OfferSourceError(
    `${source}: more than ${mostMegabytes} MB. Give the lists of single regions, .../AmazonRDS/current/REGION/index.json.`,
  );
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OfferSourceError(`${source}: is not JSON. Give the index.json of the price list.`, { cause });
  }
}
