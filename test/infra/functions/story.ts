import type { World } from "./world.ts";

/** A function of a zip, and all that it finds outside. */
interface Scene {
  readonly world: World;
  /** What the function answers to an event. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** The lines of the function's log so far. */
  readonly log: () => readonly string[];
  /** The address of the gateway before a function that has one, which is started for it when it is another one. */
  readonly urlOf: (functionName: string) => Promise<string>;
}

/** Has a function answer a real event, and asserts what came of it. */
export type Story = (scene: Scene) => Promise<void>;

/** What a handler of a queue answers when it has taken everything. */
export const nothingFailed = { batchItemFailures: [] } as const;
