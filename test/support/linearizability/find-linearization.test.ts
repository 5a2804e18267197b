import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLinearization, type Operation, type Sequential } from "./find-linearization.ts";

type Input = { readonly write: number } | "read";
type Output = number | "written";

/** A register that begins with 0. */
const register: Sequential<number, Input, Output> = {
  initial: 0,
  apply: (state, input) =>
    input === "read" ? { state, output: state } : { state: input.write, output: "written" },
  isSame: (expected, seen) => expected === seen,
  keyOf: String,
};

function write(value: number, beganAt: number, endedAt?: number): Operation<Input, Output> {
  const answer = endedAt === undefined ? undefined : ({ output: "written", at: endedAt } as const);
  return { input: { write: value }, beganAt, answer };
}

function read(value: number, beganAt: number, endedAt: number): Operation<Input, Output> {
  return { input: "read", beganAt, answer: { output: value, at: endedAt } };
}

describe("linearizable", () => {
  test.for([
    ["nothing happened", []],
    ["a read after a write sees it", [write(1, 0, 1), read(1, 2, 3)]],
    ["a read beside a write sees it already", [write(1, 0, 9), read(1, 2, 3)]],
    ["a read beside a write does not see it yet", [write(1, 0, 9), read(0, 2, 3)]],
    ["two writes beside each other, in the other order", [write(1, 0, 9), write(2, 1, 8), read(1, 10, 11)]],
    ["a write without an answer is seen later", [write(1, 0), read(0, 1, 2), read(1, 3, 4)]],
    ["a write without an answer is never seen", [write(1, 0), read(0, 1, 2), read(0, 3, 4)]],
    [
      "of reads beside a write, the later one sees it",
      [write(1, 0, 9), read(0, 1, 2), read(1, 3, 4), read(1, 10, 11)],
    ],
  ] as const)("%s", ([, history]) => {
    expect(findLinearization(register, history)).toBeDefined();
  });
});

describe("not linearizable", () => {
  test.for([
    ["a read after a write does not see it", [write(1, 0, 1), read(0, 2, 3)]],
    ["a value that nobody wrote", [write(1, 0, 1), read(2, 2, 3)]],
    ["a write is undone", [write(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]],
    ["a lost write", [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]],
    ["two readers see two orders", [write(1, 0, 9), write(2, 0, 9), read(1, 10, 11), read(2, 12, 13)]],
    ["a write is seen before it was made", [read(1, 0, 1), write(1, 2, 3)]],
    ["one without an answer is seen and gone again", [write(1, 0), read(1, 1, 2), read(0, 3, 4)]],
  ] as const)("%s", ([, history]) => {
    expect(findLinearization(register, history)).toBeUndefined();
  });
});

test("whatever has taken effect at one moment each is linearizable, in an order that explains every answer", () => {
  const call = fc.record({
    input: fc.oneof(
      fc.constant<Input>("read"),
      fc.integer({ min: 1, max: 3 }).map((value) => ({ write: value })),
    ),
    before: fc.nat({ max: 6 }),
    after: fc.nat({ max: 6 }),
    isHeard: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  });

  fc.assert(
    fc.property(fc.array(call, { maxLength: 10 }), (calls) => {
      let state = register.initial;
      const history = calls.map(({ input, before, after, isHeard }, moment): Operation<Input, Output> => {
        const applied = register.apply(state, input);
        state = applied.state;
        const answer = isHeard ? { output: applied.output, at: moment + after + 0.5 } : undefined;
        return { input, beganAt: moment - before, answer };
      });

      const order = findLinearization(register, history);

      expect(order).toBeDefined();
      let replayed = register.initial;
      for (const { input, answer } of order ?? []) {
        const applied = register.apply(replayed, input);
        replayed = applied.state;
        if (answer) expect(applied.output).toBe(answer.output);
      }
    }),
  );
});
