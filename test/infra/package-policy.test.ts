import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readPolicy } from "../../src/app/files/read-policy.ts";

const repository = join(import.meta.dirname, "../..");
const { packagePolicy } = createRequire(import.meta.url)(join(repository, "infra/package-policy.cjs"));

const freezes = `freezes:
  - name: black-friday
    from: "2026-11-26 18:00"
    to: "2026-11-30 08:00"
    time_zone: Europe/Berlin
    action: hold
    reason: 'sales "and" more'
`;

let folder: string;
let usual: string;
let policy: string;
let packagedFile: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-packaged-policy-"));
  usual = await readFile(join(repository, "infra/policy.yaml"), "utf8");
  policy = usual.replace("freezes: []\n", freezes);
  packagedFile = await writePolicy("packaged", policy);
  bundle = await bundleWith(packagedFile);
});

afterEach(() => vi.unstubAllEnvs());

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The path from the repository, as the deployment gives it. */
async function writePolicy(name: string, text: string): Promise<string> {
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, text);
  return relative(repository, file);
}

/** A bundle of what reads policies, as functions have it, packaged with that policy. */
async function bundleWith(file: string): Promise<string> {
  const outfile = join(folder, "policy-file.mjs");
  await build({
    entryPoints: [join(repository, "src/wiring/policy-file.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    plugins: [packagePolicy(file)],
    logLevel: "silent",
  });
  return pathToFileURL(outfile).href;
}

test("a function finds the policy as its file says it, moments included, and reads no file for it", async () => {
  vi.stubEnv("POLICY_FILE", packagedFile);
  await rm(join(repository, packagedFile));

  const { readPolicyFile } = await import(`${bundle}?usual`);

  expect(policy).not.toBe(usual);
  expect(readPolicyFile(packagedFile)).toStrictEqual(readPolicy(policy, packagedFile));
});

test("a policy that POLICY_FILE names instead is read and checked where the function starts", async () => {
  const other = usual.replace("expires_after: 72h", "expires_after: 12h");
  const elsewhere = await writePolicy("elsewhere", other);
  vi.stubEnv("POLICY_FILE", elsewhere);

  const { readPolicyFile } = await import(`${bundle}?elsewhere`);

  expect(other).not.toBe(usual);
  expect(readPolicyFile(elsewhere)).toStrictEqual(readPolicy(other, elsewhere));
});

test("a function that asks for no policy carries none, nor what would read one", async () => {
  const contents = `import { readPolicyFile } from "../../src/wiring/policy-file.ts";
    export const stage = "dev";
    const neverCalled = () => readPolicyFile("");`;
  const { metafile } = await build({
    stdin: { contents, resolveDir: repository },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    plugins: [packagePolicy(await writePolicy("unasked", usual))],
  });

  expect(Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))).toEqual(["<stdin>"]);
});

test("a wrong policy fails the packaging, with the line and the key of each problem", async () => {
  const wrong = usual.replace("approvers: [dba-leads, sre-oncall]", "approvers: [dba-leeds]");
  const line = wrong.split("\n").findIndex((text) => text.includes("dba-leeds")) + 1;

  const packaging = bundleWith(await writePolicy("wrong", wrong));

  await expect(packaging).rejects.toThrow(
    `line ${line}, defaults.approvers.0: there is no group "dba-leeds"`,
  );
});
