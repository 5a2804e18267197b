import type { Exported } from "../api/export-events.ts";

/** The columns of the API's export. */
export const exportColumns = [
  "row",
  "request_id",
  "tenant",
  "sequence",
  "at",
  "actor",
  "kind",
  "status",
  "details",
  "previous_hash",
  "hash",
] as const;

/** The cells of a row, in the order of the columns: what `parseCsvRow` reads again. */
export function cellsOf(exported: Exported, tenant: string): readonly (string | number)[] {
  switch (exported.kind) {
    case "event": {
      const { requestId, sequence, at, actor, kind, status, details, previousHash, hash } = exported.event;
      const about = [exported.event.tenant, sequence, at.toISOString(), actor, kind, status];
      return ["event", requestId, ...about, JSON.stringify(details), previousHash, hash];
    }
    case "chain-end": {
      const { requestId, end, isWhole } = exported;
      const found = isWhole ? "whole" : "broken";
      return ["chain-end", requestId, tenant, end.sequence, "", "", "", "", found, "", end.hash];
    }
    case "end": {
      const { next } = exported;
      const row = next === undefined ? "end" : "continues";
      return [row, "", tenant, "", "", "", "", "", next ?? "", "", ""];
    }
  }
}
