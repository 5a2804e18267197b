import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type ActionReport, pollerReportSchema } from "../../app/ports/poller-report.ts";
import { ConfigFileError } from "../config-file-error.ts";
import { makeBatcher } from "./make-batcher.ts";

const headerSchema = z.object({ store: z.string(), version: z.literal(1) });

const entrySchema = z.object({
  nonce: z.string(),
  state: z.enum(["started", "ended"]),
  /** Seconds since 1970; from then on no message can ask for it any more. */
  forget_on: z.number(),
  report: pollerReportSchema.optional(),
});

type Entry = z.infer<typeof entrySchema>;

/** What the poller remembers of an action: begun, or ended with what it reported. */
export interface Remembered {
  readonly state: "started" | "ended";
  readonly report?: ActionReport | undefined;
}

export interface NonceStore {
  /** Stands in claims: another disk is another store, and knows nothing of what this one's poller has begun. */
  readonly id: string;
  find(nonce: string): Remembered | undefined;
  /** Resolves when it is on the disk, so that no action begins that would be forgotten. */
  started(nonce: string, expiresAt: Date): Promise<void>;
  ended(nonce: string, expiresAt: Date, report: ActionReport): Promise<void>;
  close(): Promise<void>;
}

/** Longer than a queue can keep a message (14 days), from the decision's expiry on. */
const secondsKept = 15 * 86_400;

/**
 * Opens the poller's memory in a folder: a file that is only added to, and begun anew with each start without what is too old. A
 * last line that is torn was never answered for, and is dropped. Throws a `ConfigFileError` where another poller has the folder.
 */
export async function openNonceStore(folder: string, now: () => Date): Promise<NonceStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  try {
    const file = join(folder, "nonces.jsonl");
    const { id, entries } = parseEntries(await readIfThere(file), now());
    const remembered = new Map(entries.map((entry) => [entry.nonce, toRemembered(entry)]));
    await writeWhole(folder, file, id, [...new Map(entries.map((entry) => [entry.nonce, entry])).values()]);
    const handle = await open(file, "a");
    const append = makeBatcher<Entry>(
      async (batch) => {
        await handle.appendFile(batch.map(toLine).join(""));
        await handle.datasync();
      },
      { most: 1000 },
    );
    const forgetOn = (expiresAt: Date) => Math.ceil(expiresAt.getTime() / 1000) + secondsKept;
    return {
      id,
      find: (nonce) => remembered.get(nonce),
      started: async (nonce, expiresAt) => {
        await append({ nonce, state: "started", forget_on: forgetOn(expiresAt) });
        remembered.set(nonce, { state: "started" });
      },
      ended: async (nonce, expiresAt, report) => {
        const brief = shortReport(report);
        await append({ nonce, state: "ended", forget_on: forgetOn(expiresAt), report: brief });
        remembered.set(nonce, { state: "ended", report: brief });
      },
      close: async () => {
        await handle.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Held as long as the process lives, however it ends. */
function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock.close();
    throw new ConfigFileError(
      folder,
      ["another poller is using this folder: stop that one, or give each its own"],
      {
        cause,
      },
    );
  }
}

function parseEntries(text: string, now: Date): { readonly id: string; readonly entries: readonly Entry[] } {
  const lines = text.split("\n");
  // After the last line break stands nothing, or what was being written when the power went.
  lines.pop();
  const [first, ...rest] = lines;
  if (first === undefined) return { id: randomUUID(), entries: [] };
  try {
    const { store } = headerSchema.parse(JSON.parse(first));
    const entries = rest.map((line) => entrySchema.parse(JSON.parse(line)));
    return { id: store, entries: entries.filter(({ forget_on }) => forget_on > now.getTime() / 1000) };
  } catch (cause) {
    throw new ConfigFileError(
      "nonces.jsonl",
      ["it is damaged, and without it nobody knows what has been run"],
      {
        cause,
      },
    );
  }
}

async function writeWhole(
  folder: string,
  file: string,
  id: string,
  entries: readonly Entry[],
): Promise<void> {
  const draft = `${file}.new`;
  await rm(draft, { force: true });
  const handle = await open(draft, "w", 0o600);
  await handle.writeFile([`${JSON.stringify({ store: id, version: 1 })}\n`, ...entries.map(toLine)].join(""));
  await handle.sync();
  await handle.close();
  await rename(draft, file);
  const directory = await open(folder, "r");
  await directory.sync();
  await directory.close();
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function toLine(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

function toRemembered({ state, report }: Entry): Remembered {
  return { state, ...(report && report.kind !== "heartbeat" && { report }) };
}

/** Told a second time only where the first report may be lost, so a little of the output will do. */
function shortReport(report: ActionReport): ActionReport {
  return report.kind === "ended" ? { ...report, output: report.output.slice(-2048) } : report;
}
