import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvLine } from "../../../src/app/audit/csv-line.ts";
import { chainStart } from "../../../src/core/audit-event.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order, type ProgramsDoor } from "./open-programs-door.ts";

const requests = "/api/v1/policy/requests";

let bench: Workbench;
let door: ProgramsDoor;
let audits: string;
let ids: readonly string[];

beforeAll(async () => {
  bench = await startWorkbench();
  door = openProgramsDoor(bench);
  audits = await door.keyFor({ roles: ["auditor"] });
  const asks = await door.keyFor();
  const decides = await door.keyFor({ person: priya.id, roles: ["approver"] });
  const filed = [];
  for (let count = 0; count < 13; count += 1) {
    const { body } = await door.post(requests, asks, {
      ...order,
      justification: `=HYPERLINK("evil"),\n"${count}"`,
    });
    await door.post(`${requests}/${body.request_id}/approve`, decides, { comments: "+1, fine" });
    filed.push(body.request_id);
  }
  ids = filed;
}, 60_000);
afterAll(() => bench.stop());

async function exported(query = "") {
  const response = await door.send("GET", `/api/v1/policy/export${query}`, { token: audits });
  return { headers: response.headers, rows: parseCsv(await response.text()) };
}

/** RFC 4180, read by hand so that the test trusts no part of ours. */
function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const rows = text
    .split(/\r\n(?=")/)
    .map((line) =>
      [...line.trimEnd().matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = ""]) => cell.replaceAll('""', '"')),
    );
  const [head = [], ...rest] = rows;
  return rest.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
}

describe("the export", () => {
  test("has every event of every request, each chain with its end, and says that it is whole", async () => {
    const { headers, rows } = await exported();

    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(rows.filter(({ row }) => row === "event").map(({ kind }) => kind)).toEqual(
      ids.flatMap(() => ["created", "approved"]),
    );
    expect(rows.filter(({ row }) => row === "chain-end").map(({ request_id }) => request_id)).toEqual(
      ids.toReversed(),
    );
    expect(rows.at(-1)).toMatchObject({ row: "end", details: "" });
  });

  test("is proven by its own rows: each hash can be computed again, and leads to the end of its chain", async () => {
    const { rows } = await exported();

    let previous = chainStart.hash;
    for (const { row, hash, ...cells } of rows.slice(0, -1)) {
      if (row === "chain-end") {
        expect([hash, cells.details]).toEqual([previous, "whole"]);
        previous = chainStart.hash;
        continue;
      }
      const hashed = { ...cells, sequence: Number(cells.sequence), details: JSON.parse(cells.details ?? "") };
      expect(
        createHash("sha256")
          .update(canonicalize(hashed) ?? "")
          .digest("hex"),
      ).toBe(hash);
      expect(cells.previous_hash).toBe(previous);
      previous = hash ?? "";
    }
  });

  test("is narrowed like a list, and of another tenant's it has nothing", async () => {
    const none = await exported("?requester=nobody@acme.example");
    const other = await exported("?tenant=other");

    expect(none.rows.map(({ row }) => row)).toEqual(["end"]);
    expect(other.rows.map(({ row }) => row)).toEqual(["end"]);
  });

  test("of a cursor that is none is a problem", async () => {
    const { status, body } = await door.get("/api/v1/policy/export?cursor=x", audits);

    expect([status, body.code]).toEqual([400, "invalid-cursor"]);
  });
});

test.each([
  ["=1+1", `"'=1+1"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\tx", `"'\tx"`],
  ["＝1", `"'＝1"`],
  ['a "b", c\nd', `"a ""b"", c\nd"`],
  [7, `"7"`],
])("the cell %j is written as %s", (cell, written) => {
  expect(csvLine([cell, "x"])).toBe(`${written},"x"\r\n`);
});

describe("the history", () => {
  test("is told by person and time, page by page", async () => {
    const to = new Date().toISOString();
    const first = await door.get(`/api/v1/policy/history?actor=${priya.id}&limit=10&to=${to}`, audits);
    const second = await door.get(
      `/api/v1/policy/history?actor=${priya.id}&limit=10&to=${to}&from=${new Date(Date.parse(to) - 30 * 86_400_000).toISOString()}&cursor=${first.body.next_cursor}`,
      audits,
    );

    const told = [...first.body.events, ...second.body.events];
    expect(told.map(({ request_id, kind }) => [request_id, kind])).toEqual(
      ids.toReversed().map((id) => [id, "approved"]),
    );
    expect(second.body.next_cursor).toBeNull();
  });

  test("of a day has everybody's", async () => {
    const { body } = await door.get("/api/v1/policy/history?limit=100", audits);

    expect(body.events).toHaveLength(26);
  });

  test("of a cursor that is none is a problem", async () => {
    const { status, body } = await door.get("/api/v1/policy/history?cursor=x", audits);

    expect([status, body.code]).toEqual([400, "invalid-cursor"]);
  });
});
