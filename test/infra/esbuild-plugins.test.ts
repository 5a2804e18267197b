import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const pluginsOf = createRequire(import.meta.url)(join(repository, "infra/esbuild-plugins.cjs"));
const service = { provider: { environment: { POLICY_FILE: "infra/policy.yaml" } } };

/** The folder that a function's zip would be made of, were this its entry. */
async function bundled(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-bundle-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await build({
    entryPoints: [join(repository, entry)],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    plugins: pluginsOf({ service }),
    logLevel: "silent",
  });
  return folder;
}

test("what reads a policy's file goes with a function that may ask for one, and with no other", async () => {
  const [asking, other] = await Promise.all(
    ["src/lambda/dispatch.ts", "src/lambda/publish-events.ts"].map(async (entry) =>
      (await readdir(await bundled(entry))).join("\n"),
    ),
  );

  expect(asking).toMatch(/^dispatch\.read-policy-\w+\.mjs$/m);
  expect(other).toMatch(/^publish-events\.mjs$/m);
  expect(other).not.toContain("read-policy");
});

test("a packaged condition is asked as any, though CEL is not built before", async () => {
  const folder = await bundled("src/core/policy/condition.ts");

  const { evaluateCondition, conditionSchema } = await import(
    pathToFileURL(join(folder, "condition.mjs")).href
  );

  const condition = 'parameters.snapshot_id.startsWith("compliance-")';
  expect(conditionSchema.safeParse(condition).success).toBe(true);
  expect(conditionSchema.safeParse("parameter.size > 3").success).toBe(false);
  const verdicts = ["compliance-1", "nightly-1"].map((snapshot_id) =>
    evaluateCondition(condition, { parameters: { snapshot_id } }),
  );
  expect(verdicts).toEqual([{ kind: "matches" }, { kind: "does-not-match" }]);
});
