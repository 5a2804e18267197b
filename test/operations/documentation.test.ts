import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("the operation that the documentation shows is the real one", async () => {
  const page = await readFile("docs/adding-an-operation.md", "utf8");
  const source = await readFile("src/operations/modify-deletion-protection.ts", "utf8");

  const [, shown] = /```ts\n(.*?)```/s.exec(page) ?? [];

  expect(shown).toBe(source);
});
