/** What happens to one call on its way between a handler and AWS, by what the caller can make of it. */
export const faultGroups = {
  /** Nothing is done: the connection ends before the call arrives, AWS has too much of it, or fails. */
  undone: ["drop-before", "throttle", "fail-before"],
  /** It is done, and nobody hears so: the connection ends before the answer, or the answer tells of a failure. */
  unheard: ["drop-after", "fail-after"],
  /** It is done and told: late, or twice, as if a router on the way had sent it again. */
  odd: ["delay", "double"],
} as const;

/** A transaction can meet one more: another one has one of its items. */
export type Fault = (typeof faultGroups)[keyof typeof faultGroups][number] | "conflict";

/** Those come once; all others until the client gives up, as its second attempt at once would hide them. */
export const passingFaults: ReadonlySet<Fault> = new Set(faultGroups.odd);
