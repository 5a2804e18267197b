import { DatabaseSync } from "node:sqlite";
import { crockford } from "../../src/core/crockford.ts";
import type { Status } from "../../src/core/request.ts";

/** Of a seeded request: every fourth has the same requester, every fifth the same instance, and half of either are pending. */
export const seeded = {
  requester: (index: number) => `asker-${index % 4}@acme.example`,
  instance: (index: number) => `seeded-${index % 5}`,
  status: (index: number): Status => (Math.floor(index / 20) % 2 === 0 ? "pending" : "executed"),
} as const;

interface Template {
  readonly requestId: string;
  readonly requestedAt: string;
  readonly requester: string;
  readonly instance: string;
  readonly tenant: string;
  /** A character that the ids of this series begin with, so that no two meet. */
  readonly series: string;
}

interface TemplateRow {
  readonly table: string;
  readonly columns: readonly string[];
  readonly values: readonly (string | number | null)[];
}

/**
 * Copies a stored request so many times, straight into the SQLite file of the embedded DynamoDB, each a second older than the one
 * before: a million in half a minute, where its API would take an hour. The request must be pending.
 */
export function seedRequests(file: string, table: string, template: Template, count: number): void {
  const database = new DatabaseSync(file, { timeout: 60_000 });
  try {
    const rows = readTemplate(database, table, template.requestId);
    const inserts = rows.map(({ table: name, columns, values }) => ({
      statement: database.prepare(
        `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
      ),
      cells: values.map((value) => (typeof value === "string" ? cut(value, placesIn(template)) : value)),
    }));
    const begin = Date.parse(template.requestedAt);
    database.exec("BEGIN");
    for (let index = 0; index < count; index += 1) {
      const status = seeded.status(index);
      const filling = [
        idOf(template.series, index),
        new Date(begin - (index + 1) * 1000).toISOString(),
        seeded.requester(index),
        seeded.instance(index),
        `${template.tenant}#${status}`,
        `"status":{"S":"${status}"}`,
      ];
      for (const { statement, cells } of inserts) {
        statement.run(...cells.map((cell) => (Array.isArray(cell) ? fill(cell, filling) : cell)));
      }
    }
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}

/** What differs from request to request, in the order in which it is filled in. */
function placesIn({ requestId, requestedAt, requester, instance, tenant }: Template): readonly string[] {
  return [requestId, requestedAt, requester, instance, `${tenant}#pending`, '"status":{"S":"pending"}'];
}

type Piece = string | number;

/** A text cut at these places: a number stands for the place of that index. */
function cut(text: string, places: readonly string[]): Piece[] {
  return places.reduce<Piece[]>(
    (pieces, place, index) =>
      pieces.flatMap((piece) =>
        typeof piece === "number"
          ? [piece]
          : piece.split(place).flatMap((part, at) => (at === 0 ? [part] : [index, part])),
      ),
    [text],
  );
}

function fill(pieces: readonly Piece[], filling: readonly string[]): string {
  let text = "";
  for (const piece of pieces) text += typeof piece === "number" ? filling[piece] : piece;
  return text;
}

/** The rows of one request: in the table, and in each of its indexes. */
function readTemplate(database: DatabaseSync, table: string, requestId: string): readonly TemplateRow[] {
  const indexes = ["status-index", "requester-index", "instance-index"];
  const tables = [table, ...indexes.map((index) => `${table}::gsi::${index}`)];
  const found = tables.map((name) => {
    const key = name === table ? "pk" : "table_pk";
    const rows = database.prepare(`SELECT * FROM "${name}" WHERE ${key} LIKE ?`).all(`%${requestId}%`);
    const [row] = rows;
    if (!row || rows.length !== 1) throw new Error(`${requestId} is ${rows.length} times in ${name}`);
    const values = Object.values(row).map((value) => {
      if (typeof value === "string" || typeof value === "number" || value === null) return value;
      throw new Error(`${name} has a column that is no text and no number`);
    });
    return { table: name, columns: Object.keys(row), values };
  });
  // A list reads its index alone; in the table itself a short item will do, as an archived request leaves one.
  const [own, ...ofIndexes] = found;
  const short = ofIndexes[0]?.values[ofIndexes[0].columns.indexOf("item_json")] ?? null;
  const values = own?.values.map((value, at) => (own.columns[at] === "item_json" ? short : value));
  return own && values ? [{ ...own, values }, ...ofIndexes] : [];
}

function idOf(series: string, index: number): string {
  let left = index;
  let text = "";
  for (let place = 0; place < 9; place += 1) {
    text = `${crockford[left % 32]}${text}`;
    left = Math.floor(left / 32);
  }
  return `req-${series}${text}`;
}
