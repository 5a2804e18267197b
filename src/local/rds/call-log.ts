import type { QueryParameters } from "./query-protocol.ts";

interface RecordedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly at: string;
}

const kept = 1000;

/** The last thousand calls, oldest first, those that met a fault included. */
export class CallLog {
  #calls: readonly RecordedCall[] = [];

  get all(): readonly RecordedCall[] {
    return this.#calls;
  }

  record(action: string, parameters: QueryParameters): void {
    const call = { action, parameters: Object.fromEntries(parameters), at: new Date().toISOString() };
    this.#calls = [...this.#calls, call].slice(-kept);
  }

  clear(): void {
    this.#calls = [];
  }
}
