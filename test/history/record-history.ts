import fc from "fast-check";
import { z } from "zod";
import { personIdSchema } from "../../src/core/person.ts";
import type { RequestId } from "../../src/core/request.ts";
import { handOver } from "../model/commands/deliver.ts";
import { toPublishAct } from "../model/commands/publish.ts";
import { doors, outcomeOf } from "../model/world/doors.ts";
import type { Lane } from "../model/world/lane.ts";
import { mailOf, type Name } from "../model/world/model-policy.ts";
import { type People, peopleAt } from "../model/world/people.ts";
import { consumers } from "../model/world/queues.ts";
import type { World } from "../model/world/world.ts";
import type { Operation } from "../support/linearizability/find-linearization.ts";
import { type Input, type Output, readingOf } from "./sequential-request.ts";

/** More would be more than a history needs. */
export const mostAtOnce = 4;

const call = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant("approve" as const) },
    { weight: 1, arbitrary: fc.constantFrom("reject" as const, "cancel" as const) },
    { weight: 2, arbitrary: fc.constant("read" as const) },
  ),
  by: fc.constantFrom<Name>("priya", "tom", "lena", "marco", "dana"),
  door: fc.constantFrom("slack" as const, "email" as const, "api" as const),
  /** After so many of its calls to the outside its process dies, and nobody hears of it. */
  dies: fc.oneof(
    { weight: 7, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        calls: fc.integer({ min: 2, max: 6 }),
        end: fc.constantFrom("before" as const, "after" as const),
      }),
    },
  ),
});

type Call = typeof call extends fc.Arbitrary<infer One> ? One : never;

export const meetings = fc.record({
  calls: fc.uniqueArray(call, {
    minLength: 2,
    maxLength: mostAtOnce,
    // A person has one Slack before them, and one form open there.
    comparator: (one, other) => one.by === other.by && one.door === "slack" && other.door === "slack",
  }),
  /** Whose call to the outside comes next. */
  turns: fc.array(fc.nat({ max: mostAtOnce - 1 }), { maxLength: 40 }),
});

export type Meeting = typeof meetings extends fc.Arbitrary<infer One> ? One : never;

/**
 * Lets people send their decisions at the same time, each at a process of their own, and records who called and was answered when:
 * a moment is one call of any of them to the outside. Before they meet, everybody has been shown the request.
 */
export async function recordHistory(lane: Lane, { calls, turns }: Meeting) {
  const world = await lane.begin();
  await world.invoke(0, {}, async (functions, host) => {
    await peopleAt(world, host, functions).slack.command("dana", "snapshot prod-orders because it is needed");
  });
  await showEverybody(world);
  const [seen] = world.seen.values();
  if (!seen) throw new Error("nothing was asked for");
  const { id } = seen.request;

  const history: Operation<Input, Output>[] = [];
  const racers = calls.map((one, at) => {
    const lodging = lane.machineAt(at);
    const act = async () => {
      const beganAt = momentOf(world);
      let output: Output | undefined;
      const end = await world.invoke(at, { life: one.dies }, async (functions, host) => {
        output = await send(peopleAt(world, host, functions), id, one);
      });
      const answer = end === "ended" && output !== undefined ? { output, at: momentOf(world) } : undefined;
      history.push({ input: inputOf(one), beganAt, answer });
    };
    return [lodging, act] as const;
  });
  await world.turnstile.race(racers, turns);
  world.look();
  const after = world.seen.get(id);
  if (!after) throw new Error(`${id} is gone`);
  const answer = { output: readingOf(after.request), at: Number.MAX_SAFE_INTEGER };
  history.push({ input: { kind: "read" }, beganAt: momentOf(world) + 1, answer });
  return { request: seen.request, now: seen.request.requestedAt, history };
}

/** The card is posted and the mails are sent. */
async function showEverybody(world: World): Promise<void> {
  world.look();
  await toPublishAct({ kind: "publish", most: 10, again: 0, life: undefined })(world, 0);
  for (const consumer of consumers) {
    for (const message of world.queues.visible(consumer)) await handOver(world, 0, { consumer, message });
  }
  world.look();
}

async function send(people: People, id: RequestId, { kind, by, door }: Call): Promise<Output | undefined> {
  switch (kind) {
    case "approve":
    case "reject":
      return doors[door](people, id, { by, decision: kind, comment: "why", waits: false });
    case "cancel":
      return outcomeOf(await people.api.post(`/api/v1/policy/requests/${id}/cancel`, by, {}));
    case "read": {
      const { body } = await people.api.get(`/api/v1/policy/requests/${id}`, by);
      return answerSchema.parse(JSON.parse(body));
    }
  }
}

const answerSchema = z
  .object({ status: z.string(), approvals_received: z.number() })
  .transform(({ status, approvals_received: approvals }): Output => ({ status, approvals }));

function inputOf({ kind, by }: Call): Input {
  return kind === "read" ? { kind } : { kind, by: { id: personIdSchema.parse(mailOf(by)), name: by } };
}

/** So many calls to the outside have been made. */
function momentOf(world: World): number {
  return world.calls.length;
}
