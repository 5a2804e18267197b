import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import { eventually } from "../support/eventually.ts";
import { packageService } from "./package-service.ts";
import { makeTemplate, type Template } from "./template.ts";

/** What a deployment can be told beside its stage, each value as somebody would say it. */
const everythingOn = {
  waf: "on",
  "web-acl": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/countersign-dev/a1b2c3",
  "origin-hashes": "0".repeat(64),
} as const;

const options = {
  plain: [],
  "everything-on": Object.entries(everythingOn).flatMap(([name, value]) => ["--param", `${name}=${value}`]),
} as const;

interface PackagedTemplate extends Template {
  /** The zip that is uploaded for a function. */
  readonly zipOf: (functionName: string) => Promise<Buffer>;
}

/**
 * The packaged template of a deployment as it is without options, or with all of them, packaged by whichever test of the run asks
 * first; the others wait for that. The handlers are tiny.
 */
export async function packagedOnce(variant: keyof typeof options): Promise<PackagedTemplate> {
  const folder = join(inject("packagesFolder"), variant);
  const isFirst = (await mkdir(folder, { recursive: true })) !== undefined;
  if (isFirst) await packageInto(folder, options[variant]);
  const ended = await eventually(`the package ${variant}`, () => readOrMiss(join(folder, "ended")), 170_000);
  if (ended !== "packaged") throw new Error(`The package ${variant} could not be made: ${ended}`);
  const file = join(folder, "cloudformation-template-update-stack.json");
  const template = makeTemplate(file, JSON.parse(await readFile(file, "utf8")));
  return { ...template, zipOf: (functionName) => readFile(join(folder, `${functionName}.zip`)) };
}

/** Tells by the file `ended` how it went, so that nobody waits for what has failed. */
async function packageInto(folder: string, given: readonly string[]): Promise<void> {
  const ended = (how: string) => writeFile(join(folder, "ended"), how);
  try {
    const packaged = await packageService(undefined, given);
    await cp(dirname(packaged.templateFile), folder, { recursive: true });
    await packaged.remove();
    await ended("packaged");
  } catch (error) {
    await ended(String(error));
  }
}

async function readOrMiss(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text === "" ? undefined : text;
}
