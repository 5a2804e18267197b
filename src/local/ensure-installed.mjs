// Runs before `npm start` and `npm test` on whatever Node the machine has, with nothing installed yet:
// so plain JavaScript, and no imports but Node's own.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const wanted = packagesOf("package-lock.json");
// npm's own account of what lies in node_modules, written when an installation is complete.
const installed = packagesOf("node_modules/.package-lock.json");

if (!isCurrent()) process.exitCode = install();

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : undefined;
}

/** What is there beyond the lock file may stay: somebody installed it by hand. */
function isCurrent() {
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => path === "" || isInstalled(path, entry));
}

function isInstalled(path, entry) {
  const found = installed[path];
  if (found === undefined) return mayBeMissing(path, entry);
  return found.version === entry.version && found.integrity === entry.integrity;
}

/** What only some machines need: of the project's own optional packages, those of other machines. */
function mayBeMissing(path, { optional, devOptional, os, cpu }) {
  if (!optional && !devOptional) return false;
  const isOurs = path.replace("node_modules/", "") in (wanted[""].optionalDependencies ?? {});
  return (
    !isOurs ||
    !((os ?? [process.platform]).includes(process.platform) && (cpu ?? [process.arch]).includes(process.arch))
  );
}

/** The exit code of npm, which has told what went wrong. */
function install() {
  process.stdout.write("Installing what is missing (npm install) ...\n");
  const npm = process.env.npm_execpath;
  // What the lock file says, and the file stays as it is. `npm ci` would refuse a lock file without the optional packages
  // of machines that the registry it was made with does not serve.
  const lockedOnly = ["install", "--no-save", "--ignore-scripts", "--loglevel=error"];
  // Whatever NODE_ENV says: the embedded default stands on development and optional packages.
  const args = [...lockedOnly, "--include=dev", "--include=optional"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" });
  if (run.error) process.stderr.write(`npm could not be run: ${run.error.message}\n`);
  return run.status ?? 1;
}
