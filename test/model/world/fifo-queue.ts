/** A message of a FIFO queue. */
export interface FifoMessage {
  readonly body: string;
  readonly group: string;
  /** Unix milliseconds. */
  visibleAt: number;
}

interface Sending {
  readonly body: string;
  readonly group: string;
  readonly deduplicationId: string;
}

/** Within it a second message of the same deduplication id is taken for the first one. */
const deduplicationMilliseconds = 300_000;

export type FifoQueue = ReturnType<typeof makeFifoQueue>;

/** A FIFO queue as SQS keeps it: of each group the first message alone can be seen, and while that is hidden none of them. */
export function makeFifoQueue(clock: () => number) {
  const sentAt = new Map<string, number>();
  let held: readonly FifoMessage[] = [];

  /** Of each group. */
  function first(): readonly FifoMessage[] {
    return held.filter((one, at) => held.findIndex(({ group }) => group === one.group) === at);
  }

  return {
    send({ deduplicationId, ...message }: Sending): void {
      const earlier = sentAt.get(deduplicationId);
      if (earlier !== undefined && clock() - earlier < deduplicationMilliseconds) return;
      sentAt.set(deduplicationId, clock());
      held = [...held, { ...message, visibleAt: clock() }];
    },
    visible: (): readonly FifoMessage[] => first().filter(({ visibleAt }) => visibleAt <= clock()),
    /** When the next message can be seen; nothing where none is left. */
    nextAt(): number | undefined {
      const moments = first().map(({ visibleAt }) => visibleAt);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
    done(message: FifoMessage): void {
      held = held.filter((one) => one !== message);
    },
    hide(message: FifoMessage, seconds: number): void {
      message.visibleAt = clock() + seconds * 1000;
    },
  };
}
