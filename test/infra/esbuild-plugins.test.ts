import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const pluginsOf = createRequire(import.meta.url)(join(repository, "infra/esbuild-plugins.cjs"));
const service = { provider: { environment: { POLICY_FILE: "infra/policy.yaml" } } };

test("a packaged condition is asked as any, though CEL is not built before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "countersign-bundle-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await build({
    entryPoints: [join(repository, "src/core/policy/condition.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    plugins: pluginsOf({ service }),
    logLevel: "silent",
  });

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
