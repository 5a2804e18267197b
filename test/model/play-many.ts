import fc from "fast-check";
import { sequences as anySequence } from "./commands/sequences.ts";
import type { Step } from "./commands/steps.ts";
import { play } from "./play.ts";
import { type Ground, openLane } from "./world/lane.ts";

/** So many worlds at a time: while one waits for its tables, another one computes. */
const lanes = 3;

export interface Figures {
  readonly played: number;
  readonly steps: number;
  readonly wireCalls: number;
  /** How often there was each kind of event, each status at the end, and whatever else has happened. */
  readonly happened: ReadonlyMap<string, number>;
}

/** Thrown with the smallest sequence that fails, and how to play it again. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly steps: readonly Step[];

  constructor(message: string, steps: readonly Step[], cause: unknown) {
    super(message, { cause });
    this.steps = steps;
  }
}

interface Wanted {
  readonly sequences: number;
  readonly seed: number;
  /** Asked before each batch. */
  readonly isOver?: () => boolean;
  readonly onPlayed?: (figures: Figures) => void;
  /** Told that a sequence fails, before it is made smaller, and how many have held until then. */
  readonly onFailing?: (held: number) => void;
}

/** So many sequences come of one seed. */
const batchSize = 50;

/** A sequence takes a tenth of a second; one that has not ended by then never will. */
const stuckAfterMilliseconds = 60_000;

/** Plays so many sequences in lanes beside each other; a failure is made as small as it gets, and thrown as a `ModelFailure`. */
export async function playMany(
  ground: Ground,
  { sequences, seed, isOver = () => false, onPlayed, onFailing = () => {} }: Wanted,
): Promise<Figures> {
  const total = {
    played: 0,
    steps: 0,
    wireCalls: 0,
    happened: new Map<string, number>(),
  };
  const add = (what: string, times = 1) => total.happened.set(what, (total.happened.get(what) ?? 0) + times);
  let batches = 0;
  let isFailing = false;
  let failure: ModelFailure | undefined;

  async function playLane(index: number): Promise<void> {
    const lane = await openLane(ground, `lane${index}`);
    const property = fc.asyncProperty(anySequence, async (steps) => {
      const played = await play(lane, steps).catch((error: unknown) => {
        if (!isFailing) onFailing(total.played);
        isFailing = true;
        throw error;
      });
      total.played += 1;
      total.steps += played.steps;
      total.wireCalls += played.wireCalls;
      for (const kind of played.kinds) add(`event ${kind}`);
      for (const status of played.statuses) add(`status ${status}`);
      for (const [what, times] of played.happened) add(what, times);
      onPlayed?.(total);
    });
    while (!failure && !isOver()) {
      const first = batches * batchSize;
      if (first >= sequences) break;
      batches += 1;
      const numRuns = Math.min(batchSize, sequences - first);
      const found = await fc.check(property, {
        seed: seed + first,
        numRuns,
        timeout: stuckAfterMilliseconds,
      });
      if (found.failed) failure ??= toFailure(found);
    }
    await lane.close();
  }

  await Promise.all(Array.from({ length: lanes }, (_, index) => playLane(index)));
  if (failure) throw failure;
  return total;
}

function toFailure({
  seed,
  counterexample,
  counterexamplePath,
  numRuns,
  numShrinks,
  errorInstance,
}: fc.RunDetails<[readonly Step[]]>): ModelFailure {
  const [steps] = counterexample ?? [[]];
  const listed = steps.map((step, index) => `  ${index + 1}. ${JSON.stringify(step)}`).join("\n");
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return new ModelFailure(
    `After ${numRuns} sequences (seed ${seed}, path ${counterexamplePath}, made smaller ${numShrinks} times):\n${why}\n${listed}`,
    steps,
    errorInstance,
  );
}
