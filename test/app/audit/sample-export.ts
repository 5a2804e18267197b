import { exportEvents } from "../../../src/app/api/export-events.ts";
import { csvLine } from "../../../src/app/audit/csv-line.ts";
import { cellsOf, exportColumns } from "../../../src/app/audit/csv-row.ts";
import { exportLines } from "../../../src/app/audit/export-lines.ts";
import { chainStart, linkEvent } from "../../../src/core/audit-event.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { roadsToEveryStatus } from "../../aws/dynamodb/sample-requests.ts";
import { makeAuditMemory } from "../../support/audit-memory.ts";

/** Some roads through a request's life, with more than ASCII in their details. */
export function sampleChanges(): readonly (readonly Change[])[] {
  const { pending, executed, rejected } = roadsToEveryStatus();
  return [pending, executed, rejected].map((road) => {
    let end = chainStart;
    return road.map(({ request, event }) => {
      const details = { ...event.details, note: 'größer „als" 你好' };
      const linked = linkEvent({ ...event, details }, end);
      end = { sequence: linked.sequence, hash: linked.hash };
      return { request: { ...request, chainEnd: end }, event: linked };
    });
  });
}

export async function sampleExport(): Promise<Buffer> {
  const memory = makeAuditMemory();
  memory.save(...sampleChanges().flat());
  const lines: string[] = [];
  for await (const line of exportLines(memory.trail, "default", {
    first: "2026-03-01",
    last: "2026-03-04",
  })) {
    lines.push(line);
  }
  return Buffer.from(lines.join(""));
}

/** As the API writes it. */
export async function sampleCsv(): Promise<Buffer> {
  const roads = sampleChanges();
  const last = (road: readonly Change[]) => road.at(-1) as Change;
  const rows: (readonly (string | number)[])[] = [exportColumns];
  const exported = exportEvents(
    {
      requests: {
        find: async (id) => roads.map((road) => last(road).request).find((request) => request.id === id),
        search: async () => ({
          items: roads.map((road) => ({ id: last(road).request.id })) as never,
          next: undefined,
        }),
      },
      auditLog: {
        list: async (id) => roads.flat().flatMap(({ event }) => (event.requestId === id ? event : [])),
      },
    },
    "default",
    {},
    { goesOn: () => true },
  );
  for await (const one of exported) rows.push(cellsOf(one, "default"));
  return Buffer.from(rows.map(csvLine).join(""));
}
