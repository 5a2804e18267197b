import { z } from "zod";

const packageSchema = z.object({
  /** Where it is installed under another name than its own. */
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});

/** A `package-lock.json`, as far as it says where packages come from and on what terms. */
export const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });

export type Lock = z.infer<typeof lockSchema>;

const registry = "https://registry.npmjs.org/";

/** Licences that ask for a notice at most: what is under them may be bundled and deployed. */
const shippable = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
];

/** For tools besides, which are used as they are and go nowhere. */
const usable = [...shippable, "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense"];

/** Licensed each on terms of its own that were read. */
const readTerms: Readonly<Record<string, string>> = {
  "@microsoft/m365agentsplayground":
    "for evaluation and testing, not for redistribution: a tool, never bundled",
};

/** Tools whose install scripts were read: each only saves time, and all works without them. */
const knownScripts: Readonly<Record<string, string>> = {
  "@parcel/watcher": "builds from source where no binary for the platform was installed",
  "es5-ext": "prints a message",
  esbuild: "puts the platform's binary in the place of a script that calls it",
};

interface Listed {
  readonly name: string;
  readonly at: string;
  readonly isTool: boolean;
  readonly license: string;
  readonly hasScript: boolean;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

/** Every package of the lock file; a tool is what is installed for development alone. */
export function packagesOf({ packages }: Lock): readonly Listed[] {
  return Object.entries(packages)
    .filter(([at]) => at !== "")
    .map(([at, { name, version, dev, devOptional, license, hasInstallScript, ...source }]) => ({
      name: name ?? at.slice(at.lastIndexOf("node_modules/") + "node_modules/".length),
      at: `${at}@${version}`,
      isTool: dev === true || devOptional === true,
      license: license ?? "none",
      hasScript: hasInstallScript === true,
      resolved: source.resolved,
      integrity: source.integrity,
    }));
}

/** What is wrong with where packages come from, what they may run and on what terms they are used; nothing when it is well. */
export function supplyFaultsIn(lock: Lock): readonly string[] {
  return packagesOf(lock).flatMap((one) => {
    const faults = [sourceFault(one), scriptFault(one), licenseFault(one)];
    return faults.flatMap((fault) => (fault === undefined ? [] : [`${one.at}: ${fault}`]));
  });
}

/** Without an address npm takes it from the registry that it is set to; the hash is the same wherever it comes from. */
function sourceFault({ resolved, integrity }: Listed): string | undefined {
  if (resolved !== undefined && !resolved.startsWith(registry)) return `comes from ${resolved}`;
  return integrity?.startsWith("sha512-") ? undefined : "has no SHA-512 to be checked by";
}

function scriptFault({ name, isTool, hasScript }: Listed): string | undefined {
  if (!hasScript || (isTool && Object.hasOwn(knownScripts, name))) return undefined;
  return "runs a script when it is installed";
}

function licenseFault({ name, isTool, license }: Listed): string | undefined {
  if (isAllowed(license, isTool ? usable : shippable)) return undefined;
  if (isTool && Object.hasOwn(readTerms, name)) return undefined;
  return `is licensed as ${license}`;
}

/** Of an SPDX expression any side of an OR will do, and each side of an AND has to. No licence in use here nests them. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const sides = expression.replace(/^\(|\)$/g, "").split(" OR ");
  return sides.some((side) => side.split(" AND ").every((license) => allowed.includes(license.trim())));
}

/** How many packages are under each licence, the most common one first. */
export function countedLicenses(packages: readonly Listed[]): readonly (readonly [string, number])[] {
  const groups = Map.groupBy(packages, ({ license }) => license);
  return [...groups]
    .map(([license, of]) => [license, of.length] as const)
    .sort((one, other) => other[1] - one[1]);
}
