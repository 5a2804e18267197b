interface BatchLimits<Item> {
  readonly most: number;
  /** Together they are at most so large; one alone may be larger. */
  readonly mostBytes?: number;
  readonly sizeOf?: (item: Item) => number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly done: PromiseWithResolvers<void>;
}

/**
 * Does with many at once what costs as much with one: what comes while a batch is under way goes with the next. A batch that fails
 * fails for each of its items.
 */
export function makeBatcher<Item>(
  send: (items: readonly Item[]) => Promise<void>,
  { most, mostBytes = Number.POSITIVE_INFINITY, sizeOf = () => 0 }: BatchLimits<Item>,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let isSending = false;

  return (item) => {
    const done = Promise.withResolvers<void>();
    waiting.push({ item, done });
    if (!isSending) void sendAll();
    return done.promise;
  };

  async function sendAll(): Promise<void> {
    isSending = true;
    // What comes in the same turn goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = take();
      try {
        await send(batch.map(({ item }) => item));
        for (const { done } of batch) done.resolve();
      } catch (error) {
        for (const { done } of batch) done.reject(error);
      }
    }
    isSending = false;
  }

  function take(): readonly Waiting<Item>[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of waiting.slice(0, most)) {
      bytes += sizeOf(item);
      if (count > 0 && bytes > mostBytes) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }
}
