import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, mkdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { makeTempFolder } from "./parts/temp-folder.ts";

const program = join(import.meta.dirname, "../../src/local/ensure-installed.mjs");
const otherPlatform = { optional: true, os: ["plan9"], cpu: ["mips"] };
const thisPlatform = { optional: true, os: [process.platform], cpu: [process.arch] };
const elephant = { version: "1.0.0", integrity: "sha512-elephant" };

type Packages = Readonly<Record<string, object>>;

async function ensure(folder: string, environment: Readonly<Record<string, string | undefined>> = {}) {
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: { ...process.env, npm_execpath: join(folder, "npm.cjs"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, said, complaint, ran: await readFile(join(folder, "ran"), "utf8").catch(() => undefined) };
}

/** A folder with a lock file, what is installed there, and an npm that only notes that it was called. */
async function makeProject(lock: Packages, installed: Packages | undefined, { npmExits = 0 } = {}) {
  const folder = await makeTempFolder();
  const root = { name: "project", optionalDependencies: { native: "1.0.0", "@scope/native": "1.0.0" } };
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": root, ...lock } }));
  await writeFile(
    join(folder, "npm.cjs"),
    `require("node:fs").writeFileSync("ran", process.argv.slice(2).join(" ")); process.exit(${npmExits});`,
  );
  if (installed) {
    await mkdir(join(folder, "node_modules"));
    await writeFile(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  }
  return folder;
}

describe("it installs", () => {
  test("when nothing is installed, development and optional packages included", async () => {
    const folder = await makeProject({ "node_modules/elephant": elephant }, undefined);

    const { code, said, ran } = await ensure(folder, { NODE_ENV: "production" });

    expect(code).toBe(0);
    expect(said).toContain("Installing what is missing");
    expect(ran).toMatch(/^install --no-save .*--include=dev --include=optional$/);
  });

  test.each([
    ["a package is missing", {}],
    ["a version differs", { "node_modules/elephant": { ...elephant, version: "0.9.0" } }],
    ["its content differs", { "node_modules/elephant": { ...elephant, integrity: "sha512-other" } }],
  ])("when %s", async (_what, installed: Packages) => {
    const folder = await makeProject({ "node_modules/elephant": elephant }, installed);

    const { ran } = await ensure(folder);

    expect(ran).toBeDefined();
  });

  test.each(["node_modules/native", "node_modules/@scope/native"])(
    "when the project's own optional %s for this machine is missing",
    async (path) => {
      const folder = await makeProject({ [path]: { ...elephant, ...thisPlatform } }, {});

      const { ran } = await ensure(folder);

      expect(ran).toBeDefined();
    },
  );

  test("really, with npm, and then has nothing to do", async () => {
    const folder = await makeTempFolder();
    await mkdir(join(folder, "package"));
    await writeFile(join(folder, "package/package.json"), '{"name":"elephant","version":"1.0.0"}');
    await promisify(execFile)("tar", ["-czf", "elephant.tgz", "package"], { cwd: folder });
    const digest = createHash("sha512")
      .update(await readFile(join(folder, "elephant.tgz")))
      .digest("base64");
    const root = { name: "project", version: "1.0.0", dependencies: { elephant: "file:elephant.tgz" } };
    const locked = { version: "1.0.0", resolved: "file:elephant.tgz", integrity: `sha512-${digest}` };
    const lock = { ...root, lockfileVersion: 3, packages: { "": root, "node_modules/elephant": locked } };
    await writeFile(join(folder, "package.json"), JSON.stringify(root));
    await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock));
    const environment = {
      npm_execpath: undefined,
      npm_config_cache: join(folder, "cache"),
      npm_config_audit: "false",
      npm_config_update_notifier: "false",
    };

    const first = await ensure(folder, environment);
    const second = await ensure(folder, environment);

    expect(first).toMatchObject({ code: 0, complaint: "" });
    expect(second).toMatchObject({ code: 0, said: "" });
    await expect(access(join(folder, "node_modules/elephant/package.json"))).resolves.toBeUndefined();
  });
});

describe("it does nothing", () => {
  test("when all is there as the lock file says, whatever the files' times", async () => {
    const packages = { "node_modules/elephant": elephant };
    const folder = await makeProject(packages, packages);
    await utimes(join(folder, "node_modules/.package-lock.json"), 0, 0);

    const { code, said, ran } = await ensure(folder);

    expect({ code, said, ran }).toEqual({ code: 0, said: "", ran: undefined });
  });

  test("about packages that only other machines need, or that somebody added by hand", async () => {
    const folder = await makeProject(
      {
        "node_modules/native": { ...elephant, ...otherPlatform },
        "node_modules/deep-native": { ...elephant, ...thisPlatform },
      },
      { "node_modules/added": elephant },
    );

    const { ran } = await ensure(folder);

    expect(ran).toBeUndefined();
  });
});

describe("what goes wrong is told", () => {
  test("by npm's own exit code", async () => {
    const folder = await makeProject({ "node_modules/elephant": elephant }, undefined, { npmExits: 7 });

    const { code } = await ensure(folder);

    expect(code).toBe(7);
  });

  test("in a sentence where there is no npm", async () => {
    const folder = await makeProject({ "node_modules/elephant": elephant }, undefined);

    const { code, complaint } = await ensure(folder, { npm_execpath: undefined, PATH: folder });

    expect(code).toBe(1);
    expect(complaint).toContain("npm could not be run: ");
  });
});
