import { randomUUID } from "node:crypto";
import type { ScheduledEvent } from "aws-lambda";
import type { Invoke, Report, Running } from "./invoke.ts";
import { pause } from "./pause.ts";

export interface SchedulePumpOptions {
  readonly functionName: string;
  readonly invoke: Invoke;
  readonly everyMs: number;
  readonly report: Report;
}

export interface SchedulePump extends Running {
  /** Resolves when the first run has ended, well or not. */
  readonly firstRun: Promise<void>;
}

/** Runs a function at once and then at its rate. A run that takes longer than the rate delays the next one. */
export function startSchedulePump({
  functionName,
  invoke,
  everyMs,
  report,
}: SchedulePumpOptions): SchedulePump {
  const stopping = new AbortController();
  const { promise: firstRun, resolve: endFirstRun } = Promise.withResolvers<void>();

  async function pump(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      await invoke(scheduledEvent(functionName)).catch((error: unknown) => report({ functionName, error }));
      endFirstRun();
      await pause(Math.max(0, startedAt + everyMs - Date.now()), stopping.signal);
    }
  }

  const pumping = pump();
  return {
    firstRun,
    stop: async () => {
      stopping.abort();
      await pumping;
    },
  };
}

/** What starts a function at its time. */
export function scheduledEvent(functionName: string): ScheduledEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: new Date().toISOString(),
    region: "local",
    resources: [`arn:aws:events:local:000000000000:rule/${functionName}`],
    detail: {},
  };
}
