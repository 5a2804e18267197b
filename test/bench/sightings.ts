const patienceMs = 15_000;

export interface Sighting<Message> {
  /** By `performance.now()`. */
  readonly at: number;
  readonly message: Message;
}

export interface Sightings<Message> {
  /** The next message, new or changed, that is the one waited for; throws when it does not come in 15 seconds. */
  next(isIt: (message: Message) => boolean): Promise<Sighting<Message>>;
  /** Tells everybody who waits of a message. */
  see(sighting: Sighting<Message>): void;
}

/** What is seen in a chat, for those who wait for it; what nobody waits for is forgotten. */
export function makeSightings<Message>(): Sightings<Message> {
  const waiting = new Set<(sighting: Sighting<Message>) => void>();
  return {
    next: async (isIt) => {
      const { promise, resolve, reject } = Promise.withResolvers<Sighting<Message>>();
      const look = (sighting: Sighting<Message>) => {
        if (isIt(sighting.message)) resolve(sighting);
      };
      const timer = setTimeout(() => reject(new Error("the message did not come in 15 seconds")), patienceMs);
      waiting.add(look);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(look);
      });
    },
    see: (sighting) => {
      for (const look of waiting) look(sighting);
    },
  };
}
