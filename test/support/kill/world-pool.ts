import { startWorld, type World } from "./start-world.ts";

/** Worlds for stories that run at the same time. One is used again as long as its stories go well. */
export function makeWorldPool() {
  const free: World[] = [];

  return {
    async use(play: (world: World) => Promise<void>): Promise<void> {
      const world = free.pop() ?? (await startWorld());
      try {
        await play(world);
      } catch (error) {
        const [complaint = "the application complained of nothing"] = world.ledger.troubles();
        await world.stop();
        throw new Error(`${error instanceof Error ? error.message : error}\n${complaint}`, { cause: error });
      }
      free.push(world);
    },
    async stop(): Promise<void> {
      await Promise.all(free.splice(0).map((world) => world.stop()));
    },
  };
}
