import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The command line of a running process, its words parted by one space; `undefined` when there is no such process. */
export async function findCommandLine(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") return fromProc(pid);
  return fromPs(pid);
}

// An ended process that nobody has waited for yet still has a folder there, with an empty command line.
async function fromProc(pid: number): Promise<string | undefined> {
  const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return words.split("\0").join(" ").trim() || undefined;
}

async function fromPs(pid: number): Promise<string | undefined> {
  const found = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return found.stdout.trim() || undefined;
}
