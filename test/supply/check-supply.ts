import { readFileSync } from "node:fs";
import { countedLicenses, lockSchema, packagesOf, supplyFaultsIn } from "./supply.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

const lock = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
const packages = packagesOf(lock);
const tools = packages.filter(({ isTool }) => isTool);
const shipped = packages.filter(({ isTool }) => !isTool);

say(`${packages.length} packages: ${shipped.length} for production, ${tools.length} tools`);
for (const [title, of] of [
  ["production", shipped],
  ["tools", tools],
] as const) {
  say(
    `${title}: ${countedLicenses(of)
      .map(([license, count]) => `${license} ${count}`)
      .join(", ")}`,
  );
}
const scripts = packages.filter(({ hasScript }) => hasScript).map(({ name }) => name);
say(`with an install script, none of which is needed: ${scripts.join(", ") || "none"}`);

const faults = supplyFaultsIn(lock);
for (const fault of faults) say(`FAULT ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
