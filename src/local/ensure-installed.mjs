// Runs before `npm start` and `npm test` on whatever Node the machine has, with nothing installed yet:
// so plain JavaScript, and no imports but Node's own.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const installed = "node_modules/.package-lock.json";

function isCurrent() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;
}

if (!isCurrent()) {
  process.stdout.write("Installing what is missing (npm ci) ...\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" });
  process.exitCode = run.status ?? 1;
}
