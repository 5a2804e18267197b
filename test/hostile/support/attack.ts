import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";

/** The same inputs each time, unless another seed is asked for. */
const seed = Number(process.env.HOSTILE_SEED ?? 20_261_127);
/** How many times as many inputs as usual. */
const times = Number(process.env.HOSTILE_TIMES ?? 1);

/** Of the processor, as a busy machine makes every wall clock wrong; in it a handler does its work a hundred times. */
const mostProcessorMs = 1000;
/** Who waits for nothing takes no processor time: so long a wait has no end. */
const mostWaitMs = 60_000;

/** How long a test of an attack may take: on a machine that is busy with other things, ten times what it computes. */
export const patienceMs = 400_000 * times;

interface Attack<Input, Answer> {
  readonly inputs: fc.Arbitrary<Input>;
  readonly runs: number;
  readonly send: (input: Input) => Promise<Answer>;
  /** What is wrong with the answer; nothing where it is as it should be. */
  readonly complaint: (answer: Answer, input: Input) => string | undefined;
}

/**
 * Sends so many inputs one after the other. Throws with the smallest that is answered wrongly, makes the handler throw, or keeps it
 * busy or waiting for too long.
 */
export async function attack<Input, Answer>(given: Attack<Input, Answer>): Promise<void> {
  const runs = given.runs * times;
  await fc.assert(
    fc.asyncProperty(given.inputs, async (input) => {
      const { answer, processorMs } = await timed(() => given.send(input));
      if (processorMs > mostProcessorMs)
        throw new Error(`took ${Math.round(processorMs)} ms of the processor`);
      const complaint = given.complaint(answer, input);
      if (complaint !== undefined) throw new Error(complaint);
    }),
    { numRuns: runs, seed, interruptAfterTimeLimit: 0.9 * patienceMs, markInterruptAsFailure: true },
  );
}

async function timed<Answer>(work: () => Promise<Answer>) {
  const before = process.cpuUsage();
  const answer = await withinWait(work());
  const { user, system } = process.cpuUsage(before);
  return { answer, processorMs: (user + system) / 1000 };
}

async function withinWait<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const over = new AbortController();
  const wait = sleep(mostWaitMs, undefined, { signal: over.signal, ref: false }).then(
    () => {
      throw new Error(`no answer in ${mostWaitMs / 1000} s`);
    },
    () => answer,
  );
  return Promise.race([answer, wait]).finally(() => over.abort());
}
