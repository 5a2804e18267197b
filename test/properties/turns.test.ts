import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ApprovalRequest, type RequestId, requestIdSchema } from "../../src/core/request.ts";
import { cancel } from "../../src/core/transitions/cancel.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { create } from "../../src/core/transitions/create.ts";
import { queue } from "../../src/core/transitions/queue.ts";
import { claim, complete } from "../../src/core/transitions/run.ts";
import { beforeIn, type Place, placeIn, type Standing, standingOf, type Turn } from "../../src/core/turn.ts";
import { accepted, anna, askedFor, hoursLater, runTimes } from "../core/sample-requests.ts";

const now = hoursLater(1);
const members = 5;

/** What one worker of one request has read, and not acted upon yet. */
interface Look {
  readonly request: ApprovalRequest;
  readonly turn: Turn;
  readonly standings: ReadonlyMap<RequestId, Standing> | undefined;
}

/** Requests at one target, each with a worker that reads the turn, then the standings, then saves, whenever it comes to it. */
class Target {
  readonly requests: Map<RequestId, ApprovalRequest>;
  readonly ids: readonly RequestId[];
  turn: Turn = { key: "turn", revision: 0, holder: undefined, waiting: [] };
  readonly started: RequestId[] = [];
  #looks = new Map<RequestId, Look>();

  constructor() {
    this.ids = Array.from({ length: members }, (_, index) => requestIdSchema.parse(`req-000000000${index}`));
    this.requests = new Map(this.ids.map((id) => [id, born(id)]));
  }

  get(id: RequestId): ApprovalRequest {
    const request = this.requests.get(id);
    assert(request);
    return request;
  }

  readTurn(id: RequestId): void {
    this.#looks.set(id, { request: this.get(id), turn: this.turn, standings: undefined });
  }

  readStandings(id: RequestId): void {
    const look = this.#looks.get(id);
    if (!look) return;
    const before = beforeIn(look.turn, id).map((one) => [one, standingOf(this.get(one), now)] as const);
    this.#looks.set(id, { ...look, standings: new Map(before) });
  }

  save(id: RequestId): void {
    const look = this.#looks.get(id);
    this.#looks.delete(id);
    if (!look?.standings || standingOf(look.request, now) !== "waiting") return;
    const place = placeIn(look.turn, id, look.standings);
    const change = changeOf(look.request, place);
    const isFresh = this.turn === look.turn && this.get(id) === look.request;
    if (!change || !isFresh) return;
    this.turn = place.turn;
    this.requests.set(id, change.request);
    if (place.kind === "free") this.started.push(id);
  }

  /** All of it at once, as when nobody comes between. */
  step(id: RequestId): void {
    this.readTurn(id);
    this.readStandings(id);
    this.save(id);
  }

  end(id: RequestId): void {
    const request = this.get(id);
    if (request.status === "executing") this.requests.set(id, accepted(complete(request, [], now)).request);
  }

  cancel(id: RequestId): void {
    const cancelled = cancel(this.get(id), { by: anna, surface: "slack" }, now);
    if (cancelled.ok) this.requests.set(id, cancelled.value.request);
  }

  running(): readonly RequestId[] {
    return this.ids.filter((id) => this.get(id).status === "executing");
  }
}

function born(id: RequestId): ApprovalRequest {
  return accepted(create(askedFor({ approvals: 0 }, { id }), now)).request;
}

function changeOf(request: ApprovalRequest, place: Place): Change | undefined {
  if (place.kind === "free") return accepted(claim(request, runTimes, now, place.turn.key));
  if (place.isQueued && request.waitsFor === place.blocker) return undefined;
  const { blocker: behind, ahead } = place;
  return accepted(queue(request, { turn: place.turn.key, behind, ahead, target: "orders" }, now));
}

const steps = fc.array(
  fc.record({
    act: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom("readTurn" as const, "readStandings" as const, "save" as const),
      },
      { weight: 3, arbitrary: fc.constant("step" as const) },
      { weight: 2, arbitrary: fc.constant("end" as const) },
      { weight: 1, arbitrary: fc.constant("cancel" as const) },
    ),
    who: fc.nat(members - 1),
  }),
  { maxLength: 80, size: "max" },
);

test("at most one runs at a target, however the workers' reads and saves interleave, and everyone's turn comes", () => {
  let mostWaiting = 0;

  fc.assert(
    fc.property(steps, (sequence) => {
      const target = new Target();
      for (const { act, who } of sequence) {
        const id = target.ids[who];
        assert(id);
        target[act](id);
        assert(target.running().length <= 1, "two run at once");
        mostWaiting = Math.max(mostWaiting, target.turn.waiting.length);
      }
      // What the schedule does each minute, until nothing is left to do.
      for (let round = 0; round < 2 * members; round += 1) {
        for (const id of target.ids) target.step(id);
        assert(target.running().length <= 1, "two run at once");
        for (const id of target.running()) target.end(id);
      }
      const left = target.ids.filter((id) => !["executed", "cancelled"].includes(target.get(id).status));
      assert.deepEqual(left, [], "never came to its turn");
      assert.equal(new Set(target.started).size, target.started.length, "started twice");
    }),
    { numRuns: 3000 },
  );

  expect(mostWaiting).toBeGreaterThan(2);
});
