import type { Turn } from "../../core/turn.ts";

export interface TurnStore {
  /** The turn as it is now; one that nobody has had yet where there is none. It is saved with a request, by its store. */
  find(key: string): Promise<Turn>;
}
