import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSlackSecrets } from "../../../src/local/parts/slack-secrets.ts";
import { makeTempFolder } from "./temp-folder.ts";

test("a data folder keeps its secrets", async () => {
  const folder = await makeTempFolder();
  const first = await openSlackSecrets(folder);

  const second = await openSlackSecrets(folder);

  expect(second).toEqual(first);
});

test("two data folders share no secret", async () => {
  const first = await openSlackSecrets(await makeTempFolder());

  const second = await openSlackSecrets(await makeTempFolder());

  const values = [...Object.values(first), ...Object.values(second)];
  expect(new Set(values).size).toBe(values.length);
});

test("the secrets are readable for the owner alone", async () => {
  const folder = await makeTempFolder();

  await openSlackSecrets(folder);

  const { mode } = await stat(join(folder, "slack-secrets.json"));
  expect(mode & 0o777).toBe(0o600);
});
