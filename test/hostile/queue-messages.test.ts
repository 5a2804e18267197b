import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLogScanner } from "../support/log-scanner.ts";
import { startWorkflowBench, type WorkflowBench } from "../support/workflow-desk.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { openQueuesDoor, type QueueName } from "./support/open-queues-door.ts";
import { queueSamples } from "./support/queue-samples.ts";
import { spoilt } from "./support/spoilt.ts";
import { spoiltText } from "./support/spoilt-text.ts";
import { refusedActors, standingOf } from "./support/standing.ts";

const taskToken = "AQCEAAAAKgAAAAMAAAAAAAAAAV1Y-a-token-of-a-task-that-somebody-waits-for";

let bench: WorkflowBench;
beforeAll(async () => {
  bench = await startWorkflowBench();
});
afterAll(() => bench.stop());

test(
  "2,000 spoilt and forged messages: each comes again or is done, nothing changes, and no log quotes them",
  async () => {
    const scanner = makeLogScanner();
    scanner.watch("a task's token", taskToken);
    const door = await openQueuesDoor(bench, scanner);
    const { queues, desk, chat } = door;
    const request = await desk.ask();
    await door.announce(request.id);
    const others = [request.id, request.digest, request.digest.slice(1), "approved", "cancelled"];
    const samples = await queueSamples(request, taskToken);
    const messages = fc
      .constantFrom(...samples)
      .chain(({ queue, value }) =>
        fc
          .oneof(
            { weight: 1, arbitrary: fc.constant(JSON.stringify(value)) },
            { weight: 10, arbitrary: spoilt([value], others).map((one) => JSON.stringify(one)) },
            { weight: 6, arbitrary: spoiltText(spoilt([value], others)) },
          )
          .map((body) => ({ queue, body })),
      );
    const before = await standingOf(bench);
    const posted = chat.calls.length;

    await attack<{ queue: QueueName; body: string }, readonly string[]>({
      inputs: messages,
      runs: 2000,
      send: ({ queue, body }) => queues[queue].deliver(body),
      complaint: (failed, { queue, body }) => {
        const isReadable = queues[queue].isReadable(body);
        if (isReadable && failed.length > 0) return "a message that can be read was not handled";
        if (!isReadable && failed[0] !== "0") return "a message that cannot be read was taken for done";
        return undefined;
      },
    });

    expect(await standingOf(bench)).toEqual(before);
    expect(await refusedActors(bench)).toEqual(new Set());
    expect(await desk.rds.changingCalls()).toEqual([]);
    expect(chat.calls).toHaveLength(posted);
    expect(door.dropped.length).toBeGreaterThan(50);
    expect(scanner.lines.length).toBeGreaterThan(500);
    expect(scanner.leaks()).toEqual([]);
  },
  patienceMs,
);
