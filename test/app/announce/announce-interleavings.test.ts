import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { type Desk, decisionOf } from "../../support/desk.ts";
import { olga, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { leaseSeconds, linesOf, openAnnouncing, runChanges } from "./announcing.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** Everything that happens to the request, in its order: seven events after the first. */
function storyOf(desk: Desk, request: ApprovalRequest): readonly (() => Promise<unknown>)[] {
  return [
    () => desk.approve(request, priya),
    () => desk.decide(request.id, decisionOf(request, { by: olga })),
    () => desk.approve(request, tom),
    ...runChanges(desk, request.id),
  ];
}

/** Some events, workers that hear of them late, twice or not at all; then one more worker, who may die over a call. */
const wave = fc.record({
  events: fc.integer({ min: 1, max: 4 }),
  hearings: fc.array(fc.record({ event: fc.nat(3), late: fc.nat(60) }), { maxLength: 6 }),
  death: fc.option(
    fc.record({ call: fc.nat(4), fail: fc.constantFrom("before" as const, "after" as const) }),
  ),
});

const schedule = fc.record({
  waves: fc.array(wave, { minLength: 1, maxLength: 4 }),
  slowness: fc.array(fc.nat(12), { minLength: 1, maxLength: 12 }),
});

test("late, doubled, re-ordered and interrupted events all end in the same card, thread and notices", async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ waves, slowness }) => {
      const { desk, chat, announce } = await openAnnouncing(bench);
      const request = await desk.ask();
      const story = [...storyOf(desk, request)];
      const wait = () => sleep(slowness[chat.calls.length % slowness.length] ?? 0);
      const hear = async (late: number) => {
        await sleep(late);
        await announce(request.id);
      };

      for (const { events, hearings, death } of waves) {
        chat.fateOf = () => ({ wait: wait() });
        const hearing: Promise<void>[] = [];
        for (const [event, happen] of story.splice(0, events).entries()) {
          await happen();
          for (const { late } of hearings.filter((one) => one.event === event)) hearing.push(hear(late));
        }
        await Promise.all(hearing);
        await story.shift()?.();
        let calls = 0;
        chat.fateOf = () => ({ wait: wait(), fail: calls++ === death?.call ? death.fail : undefined });
        // Only once nobody is at work may a lease run out.
        await announce(request.id).catch(() => desk.pass(leaseSeconds));
      }
      chat.fateOf = () => ({});
      for (const happen of story) await happen();
      await Promise.all([hear(0), hear(0)]);

      const ended = await desk.find(request.id);
      expect(chat.cards).toMatchObject([{ card: { version: ended.version, state: { tone: "good" } } }]);
      expect(chat.lines).toEqual(await linesOf(desk, request.id));
      expect(chat.notices).toHaveLength(4);
      expect(new Set(chat.messages.map(({ mark }) => mark)).size).toBe(chat.messages.length);
    }),
    { numRuns: 25 },
  );
}, 90_000);
