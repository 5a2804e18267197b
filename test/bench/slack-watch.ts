import { z } from "zod";

const eventSchema = z.object({
  message: z.object({
    channel: z.string(),
    ts: z.string(),
    text: z.string(),
    blocks: z.array(z.looseObject({ block_id: z.string().optional() })).optional(),
  }),
});

export type SeenMessage = z.infer<typeof eventSchema>["message"];

interface Waiting {
  readonly isIt: (message: SeenMessage) => boolean;
  readonly resolve: (seen: Seen) => void;
}

export interface Seen {
  /** By `performance.now()`. */
  readonly at: number;
  readonly message: SeenMessage;
}

export interface SlackWatch {
  /** The next message, new or changed, that is the one waited for; throws when it does not come in 15 seconds. */
  readonly next: (isIt: Waiting["isIt"]) => Promise<Seen>;
  readonly close: () => void;
}

/** Sees what local-slack's page sees, over the page's own WebSocket. */
export async function watchSlack(pageUrl: string): Promise<SlackWatch> {
  const socket = new WebSocket(`${pageUrl.replace("http", "ws")}/ui`);
  const waiting = new Set<Waiting>();
  socket.addEventListener("message", ({ data }) => {
    const at = performance.now();
    const event = eventSchema.safeParse(JSON.parse(String(data)));
    if (!event.success) return;
    const { message } = event.data;
    for (const one of waiting) if (one.isIt(message)) one.resolve({ at, message });
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return {
    next: async (isIt) => {
      const { promise, resolve, reject } = Promise.withResolvers<Seen>();
      const one = { isIt, resolve };
      const timer = setTimeout(() => reject(new Error("the message did not come in 15 seconds")), 15_000);
      waiting.add(one);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(one);
      });
    },
    close: () => socket.close(),
  };
}
