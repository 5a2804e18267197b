/**
 * Does one job after the other, each by itself: one that fails keeps no later one waiting, and `onFailure` is told of it at once. Throws
 * in the end where any has failed.
 */
export async function eachByItself(
  jobs: readonly (() => Promise<unknown>)[],
  onFailure: (error: unknown) => void,
): Promise<void> {
  let failed = 0;
  for (const job of jobs) {
    try {
      await job();
    } catch (error) {
      failed += 1;
      onFailure(error);
    }
  }
  if (failed > 0) throw new Error(`${failed} of ${jobs.length} jobs failed`);
}
