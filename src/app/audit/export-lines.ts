import { createHash } from "node:crypto";
import { lineOfEntry } from "../../core/audit/audit-entry.ts";
import { daysFrom } from "../../core/audit/day.ts";
import { endLine, footerLine } from "../../core/audit/export-format.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";

/**
 * The whole chains of every request that has an event on one of the days, as the lines of an export. A chain that does not hold is
 * exported as it is, as whoever checks it shall see that; what is no event at all throws.
 */
export async function* exportLines(
  trail: AuditTrail,
  tenant: string,
  { first, last }: { readonly first: string; readonly last: string },
): AsyncIterable<string> {
  const digest = createHash("sha256");
  const done = new Set<string>();
  let events = 0;
  for (const day of daysFrom(first, last)) {
    for await (const leaves of trail.leavesOfDay(tenant, day)) {
      for (const { request_id } of leaves) {
        if (done.has(request_id)) continue;
        done.add(request_id);
        const lines = await linesOf(request_id);
        events += lines.length - 1;
        for (const line of lines) {
          digest.update(line);
          yield line;
        }
      }
    }
  }
  yield footerLine({ events, requests: done.size, sha256: digest.digest("hex") });

  async function linesOf(request: string): Promise<readonly string[]> {
    // The end first: what comes after it is left out, so that both are of one moment.
    const end = await trail.findEnd(request);
    const stored = await trail.entriesOf(request);
    const entries = stored.map((one) => {
      if (one.ok) return one.value;
      throw new Error(
        `${request}, event ${one.error.sequence}: what is stored is no event: ${one.error.why}`,
      );
    });
    const upTo = end === undefined ? entries : entries.filter(({ sequence }) => sequence <= end.sequence);
    return [...upTo.map((entry) => `${lineOfEntry(entry)}\n`), endLine(request, end)];
  }
}
