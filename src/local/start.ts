import { join } from "node:path";
import { parseArgs } from "node:util";
import { PolicyFileError } from "../app/read-policy.ts";
import { ConfigError, readLauncherConfig } from "../config.ts";
import { banner } from "./banner.ts";
import { type Launched, launch } from "./launch.ts";
import { DataFolderInUseError, ForeignFolderError } from "./parts/data-folder.ts";
import { PartStartError } from "./parts/part.ts";

const usage = `npm start                 starts Countersign with everything it needs
npm start -- --fresh      the same, with all kept data deleted first`;

/** Mistakes and misfortunes that a sentence explains; everything else is a defect and shows its stack. */
const explained = [ConfigError, PolicyFileError, DataFolderInUseError, ForeignFolderError, PartStartError];

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) return say(usage);
  process.chdir(join(import.meta.dirname, "../.."));
  const config = readLauncherConfig();
  const stopSignal = nextStopSignal();
  const launched = await launch(config, process.env, {
    isFresh: values.fresh ?? false,
    report: ({ functionName, error }) =>
      say(`${functionName}: ${error instanceof Error ? error.message : String(error)}`),
  });
  say(banner(launched, config));
  await stopSignal;
  await stop(launched);
}

async function stop(launched: Launched): Promise<void> {
  say("\nStopping ...");
  nextStopSignal().then(() => process.exit(1));
  await launched.stop();
  process.exit(0);
}

function nextStopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
  return promise;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

start().catch((error: unknown) => {
  const isExplained = explained.some((kind) => error instanceof kind) || isBadArgument(error);
  process.stderr.write(
    `${isExplained && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  if (isBadArgument(error)) process.stderr.write(`\n${usage}\n`);
  process.exit(1);
});

function isBadArgument(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
