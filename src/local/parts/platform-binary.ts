import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PartStartError } from "./part.ts";

const require = createRequire(import.meta.url);

export interface PlatformBinary {
  /** The npm package that carries the program for this machine. */
  readonly packageName: string;
  /** Where the program lies inside it, without `.exe`. */
  readonly program: string;
  /** What else a person can do, as one sentence. */
  readonly otherwise: string;
}

/** The path of a program that comes inside an npm package; throws a sentence on what to install where it is missing. */
export function findPlatformBinary({ packageName, program, otherwise }: PlatformBinary): string {
  const extension = process.platform === "win32" ? ".exe" : "";
  return join(dirname(findManifest(packageName, otherwise)), `${program}${extension}`);
}

function findManifest(packageName: string, otherwise: string): string {
  try {
    return require.resolve(`${packageName}/package.json`);
  } catch (cause) {
    const message = `${packageName} is not installed. Try: npm install --no-save ${packageName}. ${otherwise}`;
    throw new PartStartError(message, { cause });
  }
}
