import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plants } from "./plants.ts";

const root = join(import.meta.dirname, "../../..");

const edits = Object.entries(plants).flatMap(([name, all]) => all.map((edit) => ({ name, ...edit })));

test.each(edits)('the words that "$name" replaces stand once in $file', async ({ file, from }) => {
  const source = await readFile(join(root, file), "utf8");

  expect(source.split(from)).toHaveLength(2);
});
