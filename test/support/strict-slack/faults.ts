export type Fault = {
  /** A Web API method, or `response_url`. */
  readonly method: string;
  /** Only calls with this `channel` argument. */
  readonly channel?: string;
  /** Answer `ok: false` with this code. */
  readonly error?: string;
  /** Answer with this HTTP status; with neither status nor error the connection is cut. */
  readonly status?: number;
  /** Seconds, sent as Retry-After; the status is then 429 unless given. */
  readonly retryAfter?: number;
  /** How many calls it hits; one where not given. */
  readonly times?: number;
  /** Do the work first, then fail: the caller cannot know. */
  readonly after?: boolean;
  /** Wait before anything is done; alone it only delays. */
  readonly delayMs?: number;
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly take: (method: string, channel: unknown) => Fault | undefined;
};

/** Faults in the order they were planned; each is used up after its `times`. */
export function makeFaults(): Faults {
  const planned: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void planned.push({ fault, left: fault.times ?? 1 }),
    take: (method, channel) => {
      const hit = planned.find(
        ({ fault, left }) =>
          left > 0 && fault.method === method && (fault.channel === undefined || fault.channel === channel),
      );
      if (hit) hit.left -= 1;
      return hit?.fault;
    },
  };
}

/** Whether the fault changes the answer, not only its time. */
export function breaksTheAnswer(fault: Fault | undefined): fault is Fault {
  if (!fault) return false;
  const { delayMs, error, status, retryAfter, after } = fault;
  const onlyDelays = delayMs !== undefined && !after;
  return !onlyDelays || error !== undefined || status !== undefined || retryAfter !== undefined;
}
