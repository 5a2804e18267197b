/** One call to the outside that waits for its turn. */
interface Waiting {
  readonly racer: object;
  readonly start: () => Promise<void>;
}

interface Race {
  /** Who may make another call before anybody's turn comes. */
  readonly running: Set<object>;
  readonly waiting: Waiting[];
  /** Who is through, and may have left a call behind that nobody waits for. */
  readonly ended: Set<object>;
  readonly wake: () => void;
}

export type Turnstile = ReturnType<typeof makeTurnstile>;

/**
 * Lets the calls of all processes through one at a time, so that a story is told in the same order whenever it is told again. In a
 * race it is the numbers given that choose whose call comes next.
 */
export function makeTurnstile() {
  let last: Promise<unknown> = Promise.resolve();
  let racing: Race | undefined;

  function pass<Answer>(racer: object, work: () => Promise<Answer>): Promise<Answer> {
    if (!racing) {
      const done = last.then(work);
      last = done.catch(() => {});
      return done;
    }
    const { waiting, running, ended, wake } = racing;
    return new Promise((resolve, reject) => {
      waiting.push({
        racer,
        start: async () => {
          // With another call waiting, it may well wait for both.
          if (!ended.has(racer) && !waiting.some((other) => other.racer === racer)) running.add(racer);
          await work().then(resolve, reject);
        },
      });
      running.delete(racer);
      wake();
    });
  }

  /** Runs them at the same time. Each pair is who makes the calls, and what they do. */
  async function race(
    racers: readonly (readonly [object, () => Promise<void>])[],
    choices: readonly number[],
  ): Promise<void> {
    await last;
    let settled = Promise.withResolvers<void>();
    const race: Race = {
      running: new Set(racers.map(([racer]) => racer)),
      waiting: [],
      ended: new Set(),
      wake: () => settled.resolve(),
    };
    racing = race;
    const ends = racers.map(([racer, act]) =>
      act().finally(() => {
        race.ended.add(racer);
        race.running.delete(racer);
        race.wake();
      }),
    );
    for (let turn = 0; ; turn += 1) {
      while (race.running.size > 0) {
        settled = Promise.withResolvers();
        await settled.promise;
      }
      // A process that makes several calls at once makes all of them before anybody's next one.
      await new Promise((resolve) => setImmediate(resolve));
      if (race.running.size > 0) continue;
      const choice = choices[turn % Math.max(choices.length, 1)] ?? 0;
      const [next] = race.waiting.splice(choice % Math.max(race.waiting.length, 1), 1);
      if (!next) break;
      await next.start();
    }
    racing = undefined;
    await Promise.all(ends);
  }

  return { pass, race };
}
