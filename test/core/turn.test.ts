import { describe, expect, test } from "vitest";
import { type RequestId, requestIdSchema, statuses } from "../../src/core/request.ts";
import {
  beforeIn,
  placeIn,
  type Standing,
  standingOf,
  type Turn,
  targetText,
  turnKeyOf,
} from "../../src/core/turn.ts";
import { hoursLater, requestIn } from "./sample-requests.ts";

const [a, b, c, d] = ["a", "b", "c", "d"].map((letter) =>
  requestIdSchema.parse(`req-${letter.repeat(10)}`),
) as [RequestId, RequestId, RequestId, RequestId];

function turnOf(holder: RequestId | undefined, ...waiting: readonly RequestId[]): Turn {
  return { key: "turn", revision: 7, holder, waiting };
}

function standings(given: readonly (readonly [RequestId, Standing])[]): ReadonlyMap<RequestId, Standing> {
  return new Map(given);
}

describe("the turn of a target", () => {
  const orders = { id: "orders", account: "123456789012", region: "eu-central-1" };

  test.each([
    [undefined, "123456789012#eu-central-1#instance#orders", "this instance"],
    ["catalog", "123456789012#eu-central-1#cluster#catalog", "this cluster"],
  ])("in the cluster %s is %s", (clusterId, key, text) => {
    expect(turnKeyOf(orders, clusterId)).toBe(key);
    expect(targetText(turnKeyOf(orders, clusterId))).toBe(text);
  });
});

test.each(
  statuses.map((status) => [
    status,
    { executing: "running", approved: "waiting" }[status as string] ?? "gone",
  ]),
)("a request that is %s is %s", (status, standing) => {
  expect(standingOf(requestIn(status), hoursLater(4))).toBe(standing);
});

test("a scheduled request waits from its start on, and one that is nowhere is gone", () => {
  expect(standingOf(requestIn("scheduled"), hoursLater(12))).toBe("waiting");
  expect(standingOf(undefined, hoursLater(12))).toBe("gone");
});

test("only who comes before tells a place", () => {
  expect(beforeIn(turnOf(a, b, c, d), c)).toEqual([a, b]);
  expect(beforeIn(turnOf(a, b), d)).toEqual([a, b]);
  expect(beforeIn(turnOf(undefined), d)).toEqual([]);
});

describe("a turn is free", () => {
  test.each<[string, Turn, readonly (readonly [RequestId, Standing])[], readonly RequestId[]]>([
    ["that nobody had", turnOf(undefined), [], []],
    ["whose holder is done", turnOf(a), [[a, "gone"]], []],
    ["for the first who waits; the others stay in the queue", turnOf(a, d, b), [[a, "gone"]], [b]],
    [
      "when all before are gone",
      turnOf(a, b, d, c),
      [
        [a, "gone"],
        [b, "gone"],
      ],
      [c],
    ],
    ["whose holder is no longer known to run", turnOf(a), [], []],
  ])("%s", (_what, turn, given, waiting) => {
    expect(placeIn(turn, d, standings(given))).toEqual({
      kind: "free",
      turn: { key: "turn", revision: 8, holder: d, waiting },
    });
  });
});

describe("a turn is another's", () => {
  test("as long as its holder runs: who comes is put last", () => {
    const place = placeIn(
      turnOf(a, b),
      d,
      standings([
        [a, "running"],
        [b, "waiting"],
      ]),
    );

    expect(place).toEqual({
      kind: "behind",
      blocker: a,
      ahead: 2,
      isQueued: false,
      turn: { key: "turn", revision: 8, holder: a, waiting: [b, d] },
    });
  });

  test("when somebody who came before waits, though nobody runs", () => {
    const place = placeIn(
      turnOf(a, b),
      d,
      standings([
        [a, "gone"],
        [b, "waiting"],
      ]),
    );

    expect(place).toMatchObject({ kind: "behind", blocker: b, ahead: 1, turn: { holder: undefined } });
  });

  test("and who is in the queue stays where they are, without those who are gone", () => {
    const turn = turnOf(a, b, d, c);

    const place = placeIn(
      turn,
      d,
      standings([
        [a, "running"],
        [b, "gone"],
      ]),
    );

    expect(place).toMatchObject({ blocker: a, ahead: 1, isQueued: true, turn: { waiting: [d, c] } });
  });
});
