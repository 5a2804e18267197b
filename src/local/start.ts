import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PolicyFileError } from "../app/files/policy-file-error.ts";
import { PriceFileError } from "../app/files/read-prices.ts";
import { ConfigError, readLauncherConfig } from "../config.ts";
import { banner } from "./banner.ts";
import { DataFolderInUseError, ForeignFolderError } from "./parts/data-folder.ts";
import { PartStartError } from "./parts/part.ts";

const usage = `npm start                 starts Countersign with everything it needs
npm start -- --fresh      the same, with all kept data deleted first`;

/** npm passes a Ctrl-C on to a process that has it from the terminal already: within this time both are the same one. */
const sameSignalMs = 1_000;

/** Mistakes and misfortunes that a sentence explains; everything else is a defect and shows its stack. */
const explained = [
  ConfigError,
  PolicyFileError,
  PriceFileError,
  DataFolderInUseError,
  ForeignFolderError,
  PartStartError,
];

const root = join(import.meta.dirname, "../..");

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) return say(usage);
  process.chdir(root);
  const config = readLauncherConfig();
  const stopSignal = watchStopSignals();
  // Takes longer to load than everything above takes to run, and less when it was compiled at an earlier start.
  enableCompileCache(join(root, "node_modules/.cache/compiled"));
  const { launch } = await import("./launch.ts");
  const launched = await launch(config, process.env, {
    isFresh: values.fresh ?? false,
    report: ({ functionName, error }) =>
      say(`${functionName}: ${error instanceof Error ? error.message : String(error)}`),
  });
  say(banner(launched, config));
  await stopSignal;
  await launched.stop();
  process.exit(0);
}

/** Resolves at the first signal to stop; the second one ends the process at once. */
function watchStopSignals(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const take = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      say("\nStopping ...");
      resolve();
    } else if (performance.now() - firstAt > sameSignalMs) {
      process.exit(1);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, take);
  return promise;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

start().catch((error: unknown) => {
  process.stderr.write(`${isExplained(error) ? error.message : stackOf(error)}\n`);
  if (isBadArgument(error)) process.stderr.write(`\n${usage}\n`);
  process.exit(1);
});

function isExplained(error: unknown): error is Error {
  return explained.some((kind) => error instanceof kind) || isBadArgument(error) || isFromTheSystem(error);
}

function isBadArgument(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

/** A file that is not there or not ours, an address where nobody answers: the system names it in its message. */
function isFromTheSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.message !== "";
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
