import type { Secret, SecretVersions } from "../ports/secret.ts";

interface Options {
  /** After so long it is read again. */
  readonly ageSeconds: number;
  readonly now: () => Date;
  /** Hears of what could not be read while what is known goes on counting. */
  readonly onFailure: (error: unknown) => void;
}

/** Forged requests must not make a call each. */
const pauseSeconds = 10;
/** Without any secret nobody is let in, so that one lost answer at a start must not last. */
const firstPauseSeconds = 1;
/** Whoever sets a surface up does not want to wait for long. */
const absentSeconds = 60;

/**
 * Keeps what `fetch` gives for `ageSeconds`, asks once for many at the same time, and asks again within 10 seconds for nobody: not for
 * `readAnew`, and not after a failure. When it cannot be read again, what is known goes on counting; while nothing is known, it is
 * tried again after a second.
 */
export function keepSecret<Value>(
  fetch: () => Promise<SecretVersions<Value> | undefined>,
  { ageSeconds, now, onFailure }: Options,
): Secret<Value> {
  let known: { readonly versions: SecretVersions<Value> | undefined; readonly at: number } | undefined;
  let failed: { readonly error: unknown } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<SecretVersions<Value> | undefined> | undefined;

  return {
    read: async () => (known && secondsSince(known.at) < ageOf(known.versions) ? known.versions : ask()),
    readAnew: ask,
  };

  function ageOf(versions: SecretVersions<Value> | undefined): number {
    return versions ? ageSeconds : Math.min(ageSeconds, absentSeconds);
  }

  async function ask(): Promise<SecretVersions<Value> | undefined> {
    if (asking) return asking;
    if (secondsSince(askedAt) < (known ? pauseSeconds : firstPauseSeconds)) return lastKnown();
    askedAt = now().getTime();
    asking = fetch()
      .then(
        (versions) => {
          known = { versions, at: now().getTime() };
          failed = undefined;
        },
        (error: unknown) => {
          failed = { error };
          if (known) onFailure(error);
        },
      )
      .then(lastKnown)
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  /** Throws what the last try threw, where there is nothing else to tell. */
  function lastKnown(): SecretVersions<Value> | undefined {
    if (!known && failed) throw failed.error;
    return known?.versions;
  }

  function secondsSince(moment: number): number {
    return (now().getTime() - moment) / 1000;
  }
}
