import { setTimeout as sleep } from "node:timers/promises";
import type { Inbox, InboxMessage } from "../../aws/sqs/inbox.ts";
import { makeBatcher } from "./make-batcher.ts";

export interface DrainOptions {
  readonly inbox: Inbox;
  /**
   * `done` deletes the message; `again` lets it come back at once, and in the end leads it to the dead letters; `later` lets it come
   * back when its time of being hidden is over.
   */
  readonly handle: (message: InboxMessage) => Promise<"done" | "again" | "later">;
  readonly atOnce: number;
  readonly onError: (what: string, error: unknown) => void;
}

export interface Draining {
  /** Takes nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** While one waits for the queue's answer, another can already be taking more. */
const receivers = 2;
const pauseAfterErrorMs = 1000;
/** Not 0: some queues lose a message that is given back at once. */
const backSeconds = 1;

/**
 * Takes messages from a queue as long as it runs, so many at once: receives and deletes in batches, and keeps hidden what is still
 * under way.
 */
export function drainQueue({ inbox, handle, atOnce, onError }: DrainOptions): Draining {
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  let free = atOnce;
  let freed = Promise.withResolvers<void>();
  const deleteSoon = makeBatcher<string>(
    async (handles) => {
      const failed = await inbox.delete(handles);
      if (failed.length > 0)
        onError("messages were not deleted, and come again", new Error(`${failed.length}`));
    },
    { most: 10 },
  );
  const beat = setInterval(keepHidden, (inbox.visibilitySeconds * 1000) / 3);
  const loops = Array.from({ length: Math.min(receivers, atOnce) }, receiveAll);

  async function receiveAll(): Promise<void> {
    while (!stopping.signal.aborted) {
      while (free === 0 && !stopping.signal.aborted) await freed.promise;
      const most = Math.min(10, free);
      free -= most;
      const messages = await receive(most);
      release(most - messages.length);
      for (const message of messages) {
        const working = work(message).finally(() => {
          underWay.delete(message.handle);
          release(1);
        });
        underWay.set(message.handle, working);
      }
    }
  }

  async function receive(most: number): Promise<readonly InboxMessage[]> {
    if (most === 0) return [];
    try {
      return await inbox.receive(most, stopping.signal);
    } catch (error) {
      if (stopping.signal.aborted) return [];
      onError("the queue cannot be read", error);
      await sleep(pauseAfterErrorMs, undefined, { signal: stopping.signal }).catch(() => {});
      return [];
    }
  }

  async function work(message: InboxMessage): Promise<void> {
    try {
      // What was received while it was told to stop is given back unread.
      const outcome = stopping.signal.aborted ? "again" : await handle(message);
      if (outcome === "done") await deleteSoon(message.handle);
      else await inbox.hide([message.handle], outcome === "later" ? inbox.visibilitySeconds : backSeconds);
    } catch (error) {
      onError("a message was not worked off, and comes again", error);
    }
  }

  function release(count: number): void {
    free += count;
    freed.resolve();
    freed = Promise.withResolvers();
  }

  function keepHidden(): void {
    const handles = [...underWay.keys()];
    for (let first = 0; first < handles.length; first += 10) {
      inbox
        .hide(handles.slice(first, first + 10), inbox.visibilitySeconds)
        .catch((error: unknown) => onError("messages under way could not be kept hidden", error));
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      freed.resolve();
      await Promise.all(loops);
      await Promise.all(underWay.values());
      clearInterval(beat);
    },
  };
}
