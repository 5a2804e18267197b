import type { PersonId } from "./person.ts";

/**
 * What was read of a database for its approvers, in the words that they read: it is the statement of one moment, so that it
 * is kept as it was told. It is no part of the intent: neither the digest nor a decision rests on it.
 */
export interface Preflight {
  /** When the reading began; "in 3 h" and "old" are meant from here. */
  readonly asOf: Date;
  /** The request's last event when the reading began: whatever that or an earlier one asked for is answered by it. */
  readonly covers: number;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The sources that did not answer, as people call them; what they would have told reads "unknown". */
  readonly unread: readonly string[];
  /** The outage to expect, in a word, and the AWS page whose rule says so; nothing where the database was not read. */
  readonly outage?: { readonly kind: string; readonly source: string } | undefined;
}

/** That somebody wants it read anew. */
export interface PreflightAsking {
  readonly at: Date;
  readonly by: PersonId;
  /** The number of the event that tells of it. */
  readonly sequence: number;
  /** How often it was asked for until now. */
  readonly times: number;
}

/** A request's pre-flight: the latest reading, and the latest asking for one. */
export interface PreflightState {
  readonly asked?: PreflightAsking | undefined;
  readonly reading?: Preflight | undefined;
}

const restSeconds = 15;

/** So often a request's pre-flight is read at the readers' own pace; then less often, so that nobody makes the record grow without end. */
const mostQuickAskings = 100;
const longRestSeconds = 15 * 60;

/** The asking that no reading has answered yet. */
export function findOpenAsking({ asked, reading }: PreflightState): PreflightAsking | undefined {
  return asked && asked.sequence > (reading?.covers ?? 0) ? asked : undefined;
}

/** For how many seconds, rounded up, nobody can ask for it again: 15 s from the last reading or asking on, whichever is later. */
export function secondsUntilRefresh({ asked, reading }: PreflightState, now: Date): number {
  const latest = Math.max(asked?.at.getTime() ?? 0, reading?.asOf.getTime() ?? 0);
  const rest = asked && asked.times >= mostQuickAskings ? longRestSeconds : restSeconds;
  return Math.max(0, Math.ceil(rest - (now.getTime() - latest) / 1000));
}
