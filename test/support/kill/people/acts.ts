import type { RequestId } from "../../../../src/core/request.ts";

const mostAttempts = 6;

export type Acts = ReturnType<typeof makeActs>;

/** What people do once the application runs, and how often they got no answer. */
export function makeActs(runs: () => Promise<void>) {
  let lost = 0;
  return {
    runs,
    lost: () => lost,
    /** The answer; nothing where the kill cut it off, or it met nobody. */
    async attempt<Answer extends { readonly taken: boolean }>(
      act: () => Promise<Answer>,
    ): Promise<Answer | undefined> {
      await runs();
      const answer = await act().catch(() => undefined);
      if (answer?.taken) return answer;
      lost += 1;
      return undefined;
    },
  };
}

/** Does it again until something has come of it. */
export async function until<Effect>(what: string, act: () => Promise<Effect | undefined>): Promise<Effect> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const effect = await act();
    if (effect !== undefined) return effect;
  }
  throw new Error(`${what}: in vain`);
}

/** The request that an answer names as filed. */
export function filedIn(answer: string | undefined): RequestId | undefined {
  return answer?.match(/(req-[0-9a-z]{10})\W+is (?:waiting for approval|approved)/)?.[1] as
    | RequestId
    | undefined;
}

/** In a list of one's own requests, the one about that database that is still under way. */
export function openIn(list: string | undefined, database: string): RequestId | undefined {
  const entry = new RegExp(`· ${database} · [^]*?(req-[0-9a-z]{10})`, "g");
  const entries = [...(list ?? "").matchAll(entry)];
  return entries.find(([entry]) => !/· (done|cancelled)/.test(entry))?.[1] as RequestId | undefined;
}
