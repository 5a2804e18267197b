import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { splitLines } from "../../src/app/audit/split-lines.ts";
import { verifyExport } from "../../src/app/audit/verify-export.ts";
import { lineOfEntry } from "../../src/core/audit/audit-entry.ts";
import { endLine, footerLine } from "../../src/core/audit/export-format.ts";
import { chainStart, linkEvent, toAuditEntry } from "../../src/core/audit-event.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { roadsToEveryStatus } from "../aws/dynamodb/sample-requests.ts";
import type { Comparison } from "./comparison.ts";
import { timed } from "./timed.ts";

const events = 100_000;
const rounds = 3;
const barMs = 10_000;

/** Checking an export of so many events, beside nothing but the SHA-256 of each of its lines. Throws where it does not hold. */
export async function measureAudit(folder: string): Promise<readonly Comparison[]> {
  const file = join(folder, "record.jsonl");
  await pipeline(Readable.from(exportOf(events)), createWriteStream(file));
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(await timed(() => hashLines(file)));
    ours.push(await timed(() => verify(file)));
  }
  return [
    {
      path: `Audit: verify an export of ${events} events`,
      beside: "SHA-256 of its lines",
      ours,
      floor,
      barMs,
    },
  ];
}

async function verify(file: string): Promise<void> {
  const report = await verifyExport(linesOf(file));
  if (report.found > 0 || report.events !== events)
    throw new Error(JSON.stringify(report.problems[0] ?? report));
}

async function hashLines(file: string): Promise<void> {
  for await (const line of linesOf(file)) createHash("sha256").update(line).digest("hex");
}

function linesOf(file: string): AsyncIterable<Uint8Array> {
  return splitLines(createReadStream(file, { highWaterMark: 1_048_576 }));
}

/** Requests that were asked for, approved twice and run, one after the other. */
function* exportOf(count: number): Iterable<string> {
  const digest = createHash("sha256");
  const road = roadsToEveryStatus().executed.map(({ event }) => event);
  let made = 0;
  let requests = 0;
  while (made < count) {
    const requestId = requestIdSchema.parse(`req-${String(requests).padStart(10, "0")}`);
    let end = chainStart;
    let lines = "";
    for (const event of road.slice(0, count - made)) {
      const linked = linkEvent({ ...event, requestId }, end);
      lines += `${lineOfEntry(toAuditEntry(linked))}\n`;
      end = { sequence: linked.sequence, hash: linked.hash };
      made += 1;
    }
    lines += endLine(requestId, end);
    requests += 1;
    digest.update(lines);
    yield lines;
  }
  yield footerLine({ events: made, requests, sha256: digest.digest("hex") });
}
