import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are looked at, not computed with
  readonly Properties: any;
}

export interface Packaged {
  readonly templateFile: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  /** The zip that is uploaded for a function. */
  readonly zipOf: (functionName: string) => Promise<Buffer>;
  readonly remove: () => Promise<void>;
}

const repository = join(import.meta.dirname, "../..");

/**
 * Packages the deployment definitions as `npm run package` does, in a temporary folder, with no credentials and the
 * handlers that are written there: a tiny one for each function when left out. `options` are more of the command's.
 */
export async function packageService(
  writeHandlers = writeTinyHandlers,
  options: readonly string[] = [],
): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-package-"));
  await Promise.all(
    ["serverless.yml", "package.json", "infra"].map((name) =>
      cp(join(repository, name), join(folder, name), { recursive: true }),
    ),
  );
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  await writeHandlers(folder);
  const osls = join(createRequire(import.meta.url).resolve("osls/package.json"), "../bin/serverless.js");
  // What the packager leaves in the temporary folder goes with this one.
  const env = { HOME: folder, TMPDIR: folder, PATH: process.env.PATH, SLS_TELEMETRY_DISABLED: "1" };
  await promisify(execFile)(process.execPath, [osls, "package", ...options], { cwd: folder, env });

  const templateFile = join(folder, ".serverless/cloudformation-template-update-stack.json");
  const template = JSON.parse(await readFile(templateFile, "utf8"));
  return {
    templateFile,
    resources: template.Resources,
    outputs: template.Outputs,
    zipOf: (functionName) => readFile(join(folder, ".serverless", `${functionName}.zip`)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The handlers of the repository, with all that they import. */
export async function copyHandlers(folder: string): Promise<void> {
  await cp(join(repository, "src"), join(folder, "src"), { recursive: true });
}

async function writeTinyHandlers(folder: string): Promise<void> {
  await mkdir(join(folder, "src/lambda"), { recursive: true });
  const { functions } = await readInfrastructure({ stage: "dev" });
  for (const { handler } of functions.values()) {
    const file = join(folder, handler.replace(/\.handler$/, ".ts"));
    await writeFile(file, "export const handler = async (event: unknown): Promise<unknown> => event;\n");
  }
}
