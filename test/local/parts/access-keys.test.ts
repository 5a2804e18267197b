import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAccessKeys } from "../../../src/local/parts/access-keys.ts";
import { acmePeople } from "../../../src/local/parts/workspace.ts";
import { makeTempFolder } from "./temp-folder.ts";

const people = [acmePeople.dana, acmePeople.priya];

test("each person has a key of their own, for their session of the sample role", async () => {
  const keys = await openAccessKeys(await makeTempFolder(), people);

  expect(keys.map(({ arn }) => arn.split("/").at(-1))).toEqual([
    "dana.reyes@acme.example",
    "priya.nair@acme.example",
  ]);
  expect(
    new Set(keys.flatMap(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey])).size,
  ).toBe(4);
});

test("a data folder keeps its keys, and two folders share none", async () => {
  const folder = await makeTempFolder();
  const first = await openAccessKeys(folder, people);

  const second = await openAccessKeys(folder, people);
  const elsewhere = await openAccessKeys(await makeTempFolder(), people);

  expect(second).toEqual(first);
  expect(elsewhere[0]?.secretAccessKey).not.toBe(first[0]?.secretAccessKey);
});

test("a key's file is two lines for a shell, readable for its owner alone", async () => {
  const folder = await makeTempFolder();

  const [dana] = await openAccessKeys(folder, people);

  const file = join(folder, "api-keys", "dana.env");
  expect(await readFile(file, "utf8")).toBe(`KEY=${dana?.accessKeyId}\nSECRET=${dana?.secretAccessKey}\n`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "api-keys"))).mode & 0o777).toBe(0o700);
});

test("a file that is no key's is refused", async () => {
  const folder = await makeTempFolder();
  await openAccessKeys(folder, people);
  await writeFile(join(folder, "api-keys", "dana.env"), "KEY=x\n");

  await expect(openAccessKeys(folder, people)).rejects.toThrow("not KEY=... and SECRET=...");
});
