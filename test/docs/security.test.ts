import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";

const page = await readFile("docs/security.md", "utf8");

/** The rows of the one table of a section, each as its cells. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`${heading}\n`);
  const [, table = ""] = /((?:^\|.*\n)+)/m.exec(section) ?? [];
  return table
    .trim()
    .split("\n")
    .slice(2)
    .map((row) => row.split("|").map((cell) => cell.trim()));
}

test("the security model says of every function what it may do, and of no other", async () => {
  const { functions } = await readInfrastructure({ stage: "STAGE" });

  const named = rowsOf("### What each function may do").flatMap(([, name = ""]) =>
    [...name.matchAll(/`([^`]+)`/g)].map(([, one]) => one),
  );

  expect(named.toSorted()).toEqual([...functions.keys()].toSorted());
});

test("every threat has an answer, and a test that holds it", () => {
  const threats = rowsOf("## Threats and answers");

  expect(threats.length).toBeGreaterThan(25);
  for (const [, kind = "", threat = "", answer = "", tests = ""] of threats) {
    expect(kind, threat).toMatch(/^[STRIDE](?:, [STRIDE])*$/);
    expect(answer.length, threat).toBeGreaterThan(20);
    expect(tests, threat).toMatch(/`test\/\S+\.test\.ts`/);
  }
});
