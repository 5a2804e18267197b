import type { QueryParameters } from "./query-protocol.ts";

interface RecordedCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly at: string;
  /** The session in whose name it was made, where it was one. */
  readonly session?: { readonly roleArn: string; readonly name: string };
}

const kept = 1000;

/** The last thousand calls, oldest first, those that met a fault included. */
export class CallLog {
  #calls: readonly RecordedCall[] = [];

  get all(): readonly RecordedCall[] {
    return this.#calls;
  }

  record(action: string, parameters: QueryParameters, session?: RecordedCall["session"]): void {
    const call = { action, parameters: Object.fromEntries(parameters), at: new Date().toISOString() };
    const { roleArn = "", name = "" } = session ?? {};
    this.#calls = [...this.#calls, session ? { ...call, session: { roleArn, name } } : call].slice(-kept);
  }

  clear(): void {
    this.#calls = [];
  }
}
