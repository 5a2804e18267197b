import { pause } from "./pause.ts";

const usual = { quickMs: 25, slowMs: 250, quickForMs: 3_000 };

export type Pace = ReturnType<typeof makePace>;

/**
 * How long to wait before looking for something new again: hardly at all while functions run, as these are what writes it, and else so
 * long that looking costs next to nothing. A function that begins ends the long wait.
 */
export function makePace({ quickMs, slowMs, quickForMs } = usual) {
  let quickUntil = 0;
  let quickened = new AbortController();
  return {
    /** A function begins or has ended. */
    quicken(): void {
      quickUntil = performance.now() + quickForMs;
      quickened.abort();
      quickened = new AbortController();
    },
    /** Waits, but no longer than until the signal is aborted. */
    async wait(signal: AbortSignal): Promise<void> {
      if (performance.now() < quickUntil) return pause(quickMs, signal);
      await pause(slowMs, AbortSignal.any([signal, quickened.signal]));
    },
  };
}
