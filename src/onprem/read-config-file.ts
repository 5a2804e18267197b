import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { loadEnvFile } from "node:process";
import type { z } from "zod";
import { parseYaml } from "../app/files/parse-yaml.ts";
import { ConfigFileError } from "./config-file-error.ts";

/** A configuration file's content, and its paths as seen from where it lies. */
export interface ConfigFile<Content> {
  readonly content: Content;
  readonly pathOf: (path: string) => string;
}

/** Reads a YAML file of one schema. Throws a `ConfigFileError` where it is not there, or not as the schema wants it. */
export function readConfigFile<Content>(file: string, schema: z.ZodType<Content>): ConfigFile<Content> {
  if (!existsSync(file)) {
    throw new ConfigFileError(file, [
      "it is not there: name it by --config FILE; docs/on-premises.md has one to begin with",
    ]);
  }
  const parsed = parseYaml(readTextFile(file, file), schema);
  if (!parsed.ok) throw new ConfigFileError(file, parsed.error);
  const folder = dirname(resolve(file));
  return { content: parsed.value, pathOf: (path) => (isAbsolute(path) ? path : resolve(folder, path)) };
}

/** The text of a file that the configuration names. Throws a `ConfigFileError` where it cannot be read. */
export function readTextFile(path: string, configFile: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigFileError(configFile, [`${path} cannot be read: ${problem}`], { cause });
  }
}

/** Sets what the file says of AWS and the environment does not say already. */
export function loadEnvironment(path: string | undefined, configFile: string): void {
  if (path === undefined) return;
  readTextFile(path, configFile);
  loadEnvFile(path);
}
