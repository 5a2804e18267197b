import { randomInt } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Step } from "./commands/steps.ts";
import { play } from "./play.ts";
import { type Figures, ModelFailure, playMany } from "./play-many.ts";
import { type Ground, openLane, startGround } from "./world/lane.ts";

const usage = `npm run soak -- [--minutes N | --sequences N] [--seed N]
npm run soak -- --replay FILE   the steps that a failure has printed, one on a line

Plays the model of the whole system against the real handlers, for ten minutes unless it is told otherwise. Each sequence's
figures are the same for the same seed. At the end it says how often each thing has happened. The first failure is made small, printed
and kept in a file.
`;

const usualMinutes = 10;
const secondsPerReport = 10;
const endless = 1_000_000_000;

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string" },
    sequences: { type: "string" },
    seed: { type: "string" },
    replay: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (options.help) {
  process.stdout.write(usage);
} else {
  const ground = await startGround();
  try {
    if (options.replay === undefined) await soak(ground);
    else await replay(ground, options.replay);
  } finally {
    await ground.stop();
  }
}

async function soak(ground: Ground): Promise<void> {
  const { sequences = endless, minutes = options.sequences === undefined ? usualMinutes : endless } = {
    ...(options.sequences !== undefined && { sequences: Number(options.sequences) }),
    ...(options.minutes !== undefined && { minutes: Number(options.minutes) }),
  };
  const seed = options.seed === undefined ? randomInt(2 ** 31) : Number(options.seed);
  const beganAt = Date.now();
  let reportedAt = beganAt;
  process.stdout.write(`seed ${seed}\n`);
  try {
    const figures = await playMany(ground, {
      sequences,
      seed,
      isOver: () => Date.now() - beganAt > minutes * 60_000,
      onFailing: (held) =>
        process.stdout.write(`${held} sequences have held, one fails and is made smaller\n`),
      onPlayed: (soFar) => {
        if (Date.now() - reportedAt < secondsPerReport * 1000) return;
        reportedAt = Date.now();
        report(soFar, beganAt);
      },
    });
    report(figures, beganAt);
    for (const [what, times] of [...figures.happened].toSorted())
      process.stdout.write(`  ${times} × ${what}\n`);
    process.stdout.write(`no failure, seed ${seed}\n`);
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    const file = join(tmpdir(), `soak-${seed}.steps`);
    writeFileSync(file, error.steps.map((step) => `${JSON.stringify(step)}\n`).join(""));
    process.stdout.write(`${error.message}\n\nnpm run soak -- --replay ${file}\n`);
    process.exitCode = 1;
  }
}

function report({ played, steps, wireCalls }: Figures, beganAt: number): void {
  const { user, system } = process.cpuUsage();
  const seconds = Math.round((Date.now() - beganAt) / 1000);
  const processor = Math.round((user + system) / 1_000_000);
  const counts = `${played} sequences, ${steps} steps, ${wireCalls} calls to the outside`;
  process.stdout.write(`${seconds} s (${processor} s of processor time): ${counts}\n`);
}

/** Reads a failure's list as it was printed, numbers and all. */
async function replay(ground: Ground, file: string): Promise<void> {
  const lines = readFileSync(file, "utf8").split("\n");
  const steps = lines.flatMap((line) => {
    const at = line.indexOf("{");
    return at < 0 ? [] : [JSON.parse(line.slice(at)) as Step];
  });
  const lane = await openLane(ground, "replay");
  try {
    const { kinds } = await play(lane, steps);
    process.stdout.write(`${steps.length} steps hold: ${kinds.join(" ")}\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await lane.close();
  }
}
