import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { countedLicenses, lockSchema, packagesOf, supplyFaultsIn } from "./supply.ts";

const run = promisify(execFile);

/** The part of CycloneDX that is looked at. */
const billSchema = z.object({
  components: z.array(
    z.object({
      group: z.string().optional(),
      name: z.string(),
      hashes: z.array(z.object({ alg: z.literal("SHA-512") })).min(1),
    }),
  ),
});

const good = { version: "1.0.0", integrity: "sha512-abc", license: "MIT" };
const lockWith = (name: string, changes: object) => ({
  packages: { "": {}, [`node_modules/${name}`]: { ...good, ...changes } },
});

async function readLock() {
  return lockSchema.parse(JSON.parse(await readFile("package-lock.json", "utf8")));
}

test("nothing is wrong with the packages of the lock file", async () => {
  const lock = await readLock();

  expect(packagesOf(lock).length).toBeGreaterThan(100);
  expect(supplyFaultsIn(lock)).toEqual([]);
});

test("nothing that production installs runs a script for that", async () => {
  const shipped = packagesOf(await readLock()).filter(({ isTool }) => !isTool);

  expect(shipped.filter(({ hasScript }) => hasScript)).toEqual([]);
});

test("the bill of materials names every package, with its hash", async () => {
  const { stdout } = await run("npm", ["run", "-s", "sbom"], { maxBuffer: 64 * 1024 * 1024 });

  const { components } = billSchema.parse(JSON.parse(stdout));
  const named = new Set(
    components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)),
  );
  const missing = packagesOf(await readLock()).filter(({ name }) => !named.has(name));
  expect(missing.map(({ at }) => at)).toEqual([]);
});

describe("a fault is told with its package", () => {
  test.each([
    ["without a hash", { integrity: undefined }, "has no SHA-512 to be checked by"],
    ["with a weak hash", { integrity: "sha1-abc" }, "has no SHA-512 to be checked by"],
    ["from a repository", { resolved: "git+ssh://git@github.com/acme/left.git#1" }, "comes from git+ssh:"],
    [
      "from another host",
      { resolved: "https://registry.evil.example/left.tgz" },
      "comes from https://registry.evil",
    ],
    [
      "from the same host by its looks",
      { resolved: "https://registry.npmjs.org.evil.example/x" },
      "comes from",
    ],
    ["with an install script", { hasInstallScript: true }, "runs a script"],
    ["without a licence", { license: undefined }, "is licensed as none"],
    ["with a licence that spreads", { license: "AGPL-3.0-only" }, "is licensed as AGPL-3.0-only"],
    [
      "with two licences, one of which spreads",
      { license: "MIT AND GPL-3.0-only" },
      "is licensed as MIT AND GPL",
    ],
    ["for production, under a tool's licence", { license: "MPL-2.0" }, "is licensed as MPL-2.0"],
  ])("%s", (_, changes, told) => {
    const faults = supplyFaultsIn(lockSchema.parse(lockWith("left", changes)));

    expect(faults).toEqual([expect.stringContaining(`node_modules/left@1.0.0: ${told}`)]);
  });
});

test.each([
  ["a choice of licences", "left", { license: "(MIT OR GPL-3.0-only)" }],
  ["a tool under a tool's licence", "left", { license: "MPL-2.0", dev: true }],
  [
    "a tool on terms that were read",
    "@microsoft/m365agentsplayground",
    { license: "SEE LICENSE IN LICENSE", dev: true },
  ],
  ["a tool whose script was read", "esbuild", { hasInstallScript: true, dev: true }],
  ["the registry's own address", "left", { resolved: "https://registry.npmjs.org/left/-/left-1.0.0.tgz" }],
])("%s is well", (_, name, changes) => {
  expect(supplyFaultsIn(lockSchema.parse(lockWith(name, changes)))).toEqual([]);
});

test("what is allowed for a tool by its name is not for production", () => {
  expect(supplyFaultsIn(lockSchema.parse(lockWith("esbuild", { hasInstallScript: true })))).toHaveLength(1);
});

test("licences are counted, the most common first", () => {
  const lock = lockSchema.parse({
    packages: {
      "": {},
      "node_modules/a": good,
      "node_modules/b": { ...good, license: "ISC" },
      "node_modules/c": good,
    },
  });

  expect(countedLicenses(packagesOf(lock))).toEqual([
    ["MIT", 2],
    ["ISC", 1],
  ]);
});
