import type { SessionCredentials } from "./assume-role.ts";

/** More than the SDK wants left of credentials, five minutes, so that it is never given what it would ask for anew. */
const leastMilliseconds = 6 * 60_000;

/** The credentials of a session that is opened when it is first needed, and anew before it ends; once for all who ask at a time. */
export function keepSession(
  open: () => Promise<SessionCredentials>,
  now: () => Date,
): () => Promise<SessionCredentials> {
  let kept: SessionCredentials | undefined;
  let opening: Promise<SessionCredentials> | undefined;
  return async () => {
    if (kept && kept.expiration.getTime() - now().getTime() > leastMilliseconds) return kept;
    opening ??= open().finally(() => {
      opening = undefined;
    });
    kept = await opening;
    return kept;
  };
}
