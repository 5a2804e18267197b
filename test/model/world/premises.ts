import { z } from "zod";
import type { ActionReport } from "../../../src/app/ports/poller-report.ts";
import { type Intent, intentSchema } from "../../../src/core/intent.ts";
import { type RequestId, requestIdSchema } from "../../../src/core/request.ts";
import type { NonceStore, Remembered } from "../../../src/onprem/poller/nonce-store.ts";
import type { ActionConfig } from "../../../src/onprem/poller/poller-config.ts";
import type { CommandEnd, RunCommand } from "../../../src/onprem/poller/run-command.ts";
import type { Machine } from "../wire/machine.ts";
import { makeFifoQueue } from "./fifo-queue.ts";

export const pollers = ["machine-room-1", "machine-room-2"] as const;

export type Poller = (typeof pollers)[number];

const usual = { timeout: 60, folder: "/", environment: {} } as const;

/** What the pollers' file lets them run; both read the same queue, so both have the same. */
export const actions: Readonly<Record<string, ActionConfig>> = {
  restart_service: {
    ...usual,
    command: ["/opt/acme/restart", "{parameters.unit}"],
    allow: { unit: /^(?:[a-z]+)$/u },
  },
  flush_cache: { ...usual, command: ["/opt/acme/flush"], allow: {} },
};

/** How the program ends, by its last argument. */
const endings: Readonly<Record<string, Partial<CommandEnd>>> = {
  broken: { exit_code: 1 },
  endless: { exit_code: null, signal: "SIGTERM", timed_out: true },
};

/** A program that was begun, and what it was told. */
interface ProgramRun {
  readonly requestId: RequestId;
  readonly intent: Intent;
  readonly command: readonly string[];
  /** Unix milliseconds. */
  readonly at: number;
}

const stdinSchema = z.looseObject({ request_id: requestIdSchema });

export type Premises = ReturnType<typeof makePremises>;

/** A machine room with its two pollers' disks, and the queue that they take decisions from. */
export function makePremises(clock: () => number) {
  const runs: ProgramRun[] = [];
  const disks = new Map<Poller, Map<string, Remembered>>(pollers.map((name) => [name, new Map()]));

  function diskOf(poller: Poller): Map<string, Remembered> {
    const disk = disks.get(poller);
    if (!disk) throw new Error(`there is no poller ${poller}`);
    return disk;
  }

  return {
    decisions: makeFifoQueue(clock),
    /** Every program that was begun, in its order. */
    runs: runs as readonly ProgramRun[],
    /** What the pollers have noted as their runs' ends. */
    endsNoted: (): readonly ActionReport[] =>
      [...disks.values()].flatMap((disk) => [...disk.values()].flatMap(({ report }) => report ?? [])),
    /** The poller's memory, which outlasts its processes. */
    nonceStoreOn: (machine: Machine, poller: Poller): NonceStore => ({
      id: `disk of ${poller}`,
      find: (nonce) => diskOf(poller).get(nonce),
      started: (nonce) =>
        machine.call({ service: "disk", operation: "append" }, async () => {
          diskOf(poller).set(nonce, { state: "started" });
        }),
      ended: (nonce, _, report) =>
        machine.call({ service: "disk", operation: "append" }, async () => {
          diskOf(poller).set(nonce, { state: "ended", report });
        }),
      close: async () => {},
    }),
    runCommandOn:
      (machine: Machine): RunCommand =>
      ({ command, stdin, onProgress }) =>
        machine.call({ service: "program", operation: command[0] ?? "" }, async () => {
          const { request_id: requestId, ...intent } = stdinSchema.parse(JSON.parse(stdin));
          runs.push({ requestId, intent: intentSchema.parse(intent), command, at: clock() });
          onProgress("50 % Half of it");
          const ended = { exit_code: 0, signal: null, timed_out: false, output: "done\n" };
          return { ...ended, ...endings[command.at(-1) ?? ""] };
        }),
  };
}
