import { startWorld, type World } from "./start-world.ts";

/** So many worlds for killings at the same time. One is used again as long as all goes well in it. */
export function makeWorldPool(most: number) {
  /** Free ones; nothing stands for one that is still to be started. */
  const free: (World | undefined)[] = Array.from({ length: most });
  const waiting: ((world: World | undefined) => void)[] = [];

  async function take(): Promise<World | undefined> {
    return free.length > 0 ? free.pop() : new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(world: World | undefined): void {
    const next = waiting.shift();
    if (next) next(world);
    else free.push(world);
  }

  return {
    /** Plays in the next free world, and takes it away where that says, or throws, that something went wrong. */
    async use<Played extends { readonly isWell: boolean }>(
      play: (world: World) => Promise<Played>,
    ): Promise<Played> {
      const taken = await take();
      let world: World | undefined;
      let isWell = false;
      try {
        world = taken ?? (await startWorld());
        const played = await play(world);
        isWell = played.isWell;
        return played;
      } finally {
        if (!isWell) await world?.stop();
        giveBack(isWell ? world : undefined);
      }
    },
    async stop(): Promise<void> {
      await Promise.all(free.splice(0).map((world) => world?.stop()));
    },
  };
}
