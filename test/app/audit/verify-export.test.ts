import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { splitLines } from "../../../src/app/audit/split-lines.ts";
import { verifyExport } from "../../../src/app/audit/verify-export.ts";
import { auditProblemText } from "../../../src/core/audit/audit-problem.ts";
import { sampleChanges, sampleCsv, sampleExport } from "./sample-export.ts";

let json: Buffer;
let csv: Buffer;

beforeAll(async () => {
  json = await sampleExport();
  csv = await sampleCsv();
});

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const verify = (bytes: Uint8Array, size = 4096) => verifyExport(splitLines(inChunks(bytes, size)));

describe.each([
  ["JSON lines", () => json],
  ["the API's CSV", () => csv],
])("an export as %s", (_form, whole) => {
  test("holds, however its bytes come in", async () => {
    const reports = await Promise.all([1, 7, 1000, 1_000_000].map((size) => verify(whole(), size)));

    const events = sampleChanges().flat().length;
    for (const report of reports)
      expect(report).toMatchObject({ events, requests: 3, found: 0, problems: [] });
  });

  test("shows any byte that was changed, anywhere", { timeout: 60_000 }, async () => {
    const places = fc.record({
      at: fc.nat({ max: whole().length - 1 }),
      to: fc.integer({ min: 1, max: 255 }),
    });

    await fc.assert(
      fc.asyncProperty(places, async ({ at, to }) => {
        const changed = Buffer.from(whole());
        changed[at] = (changed[at] ?? 0) ^ to;

        expect((await verify(changed)).found).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  test("shows a byte that was left out or slipped in", { timeout: 60_000 }, async () => {
    const places = fc.record({
      at: fc.nat({ max: whole().length - 1 }),
      more: fc.option(fc.nat({ max: 255 })),
    });

    await fc.assert(
      fc.asyncProperty(places, async ({ at, more }) => {
        const [before, after] = [whole().subarray(0, at), whole().subarray(more === null ? at + 1 : at)];
        const changed = Buffer.concat([before, Uint8Array.from(more === null ? [] : [more]), after]);
        if (changed.equals(whole())) return;

        expect((await verify(changed)).found).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  test("shows a line that was left out, doubled, or swapped with the next one", async () => {
    const lines = whole()
      .toString()
      .split(/(?<=\n)/);
    const made = lines.flatMap((line, at) => [
      lines.toSpliced(at, 1),
      lines.toSpliced(at, 0, line),
      ...(at + 1 < lines.length ? [lines.toSpliced(at, 2, lines[at + 1] ?? "", line)] : []),
    ]);

    const reports = await Promise.all(made.map((changed) => verify(Buffer.from(changed.join("")))));

    expect(reports.filter(({ found }) => found === 0)).toEqual([]);
  });
});

describe("what does not hold is told with its place", () => {
  async function textsOf(changed: string): Promise<readonly string[]> {
    return (await verify(Buffer.from(changed))).problems.map(auditProblemText);
  }

  test.each([
    [
      "its status",
      /("sequence":2,"status":)"pending"/,
      '$1"failed"',
      /event 2: status was changed, which was pending: /,
    ],
    [
      "its text",
      /größer/,
      "kleiner",
      /event 1: its content was changed: hash should be [0-9a-f]{64}, and is/,
    ],
    [
      "its hash",
      /"hash":"[0-9a-f]{8}(?=[0-9a-f]+","kind":"created")/,
      '"hash":"00000000',
      /event 1: hash was changed/,
    ],
    ["a line", /^\{"actor".*\n/, "", /event 1 should come here, so events are missing|none of its events/],
  ])("where %s was changed", async (_what, found, replaced, text) => {
    const changed = json.toString().replace(found, replaced);

    expect(changed).not.toBe(json.toString());
    expect((await textsOf(changed)).join("\n")).toMatch(text);
  });

  test("where the end of a chain was cut off together with its count", async () => {
    const lines = json.toString().split(/(?<=\n)/);
    const lastEvent = lines.findLastIndex((line) => line.startsWith('{"actor"'));

    expect(await textsOf(lines.toSpliced(lastEvent, 1).join(""))).toEqual([
      expect.stringMatching(/^req-\w{10}, event \d+: the chain ends with event \d+, .* but the request says/),
      expect.stringMatching(/^the last line: it counts/),
    ]);
  });

  test("where the file stops in the middle", async () => {
    const texts = await textsOf(json.subarray(0, json.length - 200).toString());

    expect(texts.at(-1)).toBe("the last line: it is not there, so the file is not whole");
  });
});

test("a part of the API's export says that it goes on", async () => {
  const part = csv.toString().replace(/"end",""(.*)"","",""\r\n$/, '"continues",""$1"cursor","",""\r\n');

  const report = await verify(Buffer.from(part));

  expect(report).toMatchObject({ found: 0, continues: true });
});
