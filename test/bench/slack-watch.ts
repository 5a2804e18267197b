import { z } from "zod";
import { makeSightings, type Sightings } from "./sightings.ts";

const eventSchema = z.object({
  message: z.object({
    channel: z.string(),
    ts: z.string(),
    text: z.string(),
    blocks: z.array(z.looseObject({ block_id: z.string().optional() })).optional(),
  }),
});

export type SeenMessage = z.infer<typeof eventSchema>["message"];

export interface SlackWatch {
  readonly next: Sightings<SeenMessage>["next"];
  readonly close: () => void;
}

/** Sees what local-slack's page sees, over the page's own WebSocket. */
export async function watchSlack(pageUrl: string): Promise<SlackWatch> {
  const socket = new WebSocket(`${pageUrl.replace("http", "ws")}/ui`);
  const sightings = makeSightings<SeenMessage>();
  socket.addEventListener("message", ({ data }) => {
    const at = performance.now();
    const event = eventSchema.safeParse(JSON.parse(String(data)));
    if (event.success) sightings.see({ at, message: event.data.message });
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return { next: sightings.next, close: () => socket.close() };
}
