import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configurationPage } from "../../src/config/reference.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";

const root = join(import.meta.dirname, "../..");
const rows = configurationPage()
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.slice(2, -2).split(" | "));
const setBy = new Map(rows.map(([name = "", , , , by]) => [name.replaceAll("`", ""), by]));

test("the page is what the schemas say today: else run npm run docs:configuration", async () => {
  expect(await readFile(join(root, "docs/configuration.md"), "utf8")).toBe(configurationPage());
});

test("every variable that src/config declares is on it", async () => {
  const folder = join(root, "src/config");
  const files = (await readdir(folder)).filter((name) => name.endsWith("-variables.ts"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  const declared = texts.flatMap((text) =>
    [...text.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name),
  );

  expect(declared.length).toBeGreaterThan(50);
  expect(declared.filter((name) => !setBy.has(name ?? ""))).toEqual([]);
});

test("serverless.yml sets what it is said to set, and nothing that no schema knows", async () => {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  const given = [...functions.values()].flatMap(({ environment }) => Object.keys(environment));
  const said = [...setBy].filter(([, by]) => by === "`serverless.yml`").map(([name]) => name);

  expect(said.filter((name) => !text.includes(` ${name}: `))).toEqual([]);
  expect(given.filter((name) => name !== "NODE_OPTIONS" && !setBy.has(name))).toEqual([]);
});

test("the limits of a variable are told", () => {
  const row = (name: string) => rows.find(([first]) => first === `\`${name}\``)?.slice(2);

  expect(row("RUN_POLL_SECONDS")).toEqual(["1 to 900", "`30`", "you"]);
  expect(row("SLACK_BOT_TOKEN")?.[0]).toBe("text that begins with `xoxb-`");
  expect(row("WEBHOOKS_ON_LOOPBACK")).toEqual(["`true` or `false`", "`false`", "`npm start`"]);
  expect(row("STAGE")?.[1]).toBe("needed");
});
