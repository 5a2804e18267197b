import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DelegationRegister,
  delegate,
  emptyRegister,
  hashOfDelegationEvent,
  running,
  undelegate,
} from "../../../src/core/delegation/register.ts";
import type { Person } from "../../../src/core/person.ts";
import { accepted, anna, askedAt, ben, cleo, dora, hoursLater } from "../sample-requests.ts";

const empty = emptyRegister("acme");

function wish(of: Person, to: Person, from = 0, until = 24) {
  const times = { from: hoursLater(from), until: hoursLater(until), untilText: "Fri 4 Dec" };
  return { of, to, ...times, surface: "slack", reason: "" } as const;
}

function made(register: DelegationRegister, ...asked: Parameters<typeof wish>): DelegationRegister {
  return accepted(delegate(register, wish(...asked), askedAt)).register;
}

describe("delegating", () => {
  test("has one person decide for another, with an entry chained to the one before", () => {
    const first = accepted(delegate(empty, { ...wish(anna, ben), reason: "on leave" }, askedAt));
    const second = accepted(delegate(first.register, wish(cleo, dora), hoursLater(1)));

    expect(second.register).toMatchObject({
      revision: 2,
      delegations: [
        { id: "delegation-1", of: anna, to: ben, from: askedAt, until: hoursLater(24) },
        { id: "delegation-2", of: cleo, to: dora },
      ],
      chainEnd: { sequence: 2, hash: second.event.hash },
    });
    expect(first.event).toMatchObject({
      kind: "delegated",
      by: anna.id,
      details: { of: anna.id, to: ben.id, surface: "slack", reason: "on leave" },
    });
    expect(second.event.previousHash).toBe(first.event.hash);
    const { hash, ...entry } = second.event;
    expect(hashOfDelegationEvent(entry)).toBe(hash);
  });

  test("takes several people's for the same one, and one person's again once the first is over", () => {
    const register = made(made(empty, anna, cleo), ben, cleo);

    expect(delegate(register, wish(anna, dora, 24, 48), askedAt).ok).toBe(true);
  });

  test.each([
    ["to oneself", empty, wish(anna, anna), { kind: "delegation-to-self" }],
    [
      "a second time at once",
      made(empty, anna, ben),
      wish(anna, cleo, 23, 48),
      { kind: "already-delegated" },
    ],
    [
      "by somebody who decides for somebody",
      made(empty, anna, ben),
      wish(ben, cleo, 23, 48),
      { kind: "delegation-chain", isOwn: true },
    ],
    [
      "to somebody who is away",
      made(empty, anna, ben),
      wish(cleo, anna, 0, 1),
      { kind: "delegation-chain", isOwn: false },
    ],
  ])("is refused %s", (_what, register, command, error) => {
    expect(delegate(register, command, askedAt)).toMatchObject({ ok: false, error });
  });

  test("is refused beyond 500 at once, and those that are over make room", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...wish(anna, ben, 0, 24),
      id: `delegation-${index}`,
      of: { ...anna, id: `anna${index}@acme.example` as never },
    }));
    const full = { ...empty, delegations: many };

    expect(delegate(full, wish(cleo, dora), askedAt)).toMatchObject({
      error: { kind: "too-many-delegations" },
    });
    expect(delegate(full, wish(cleo, dora, 25, 26), hoursLater(24)).ok).toBe(true);
  });
});

describe("ending a delegation", () => {
  test("is the delegator's, for all of theirs; one that was in force stays in the register as over", () => {
    const register = made(made(empty, anna, ben), anna, cleo, 24, 48);

    const {
      register: after,
      ended,
      event,
    } = accepted(undelegate(register, { by: anna, other: undefined, surface: "slack" }, hoursLater(1)));

    expect(ended.map(({ to }) => to)).toStrictEqual([ben, cleo]);
    expect(running(after, hoursLater(1))).toStrictEqual([]);
    expect(after.delegations).toMatchObject([{ to: ben, from: askedAt, until: hoursLater(1) }]);
    expect(event).toMatchObject({ kind: "undelegated", by: anna.id });
  });

  test("is also the stand-in's, who names the one whom they decide for", () => {
    const register = made(made(empty, anna, ben), cleo, ben);

    const { ended } = accepted(
      undelegate(register, { by: ben, other: cleo.id, surface: "teams" }, hoursLater(1)),
    );

    expect(ended.map(({ of }) => of)).toStrictEqual([cleo]);
  });

  test("of one by its id leaves the others between the two, and tells whose key said so", () => {
    const register = made(made(empty, anna, ben), anna, ben, 24, 48);
    const asked = { by: anna, other: ben.id, surface: "api", through: "key:portal" } as const;

    const { ended, event } = accepted(undelegate(register, { ...asked, id: "delegation-2" }, hoursLater(1)));

    expect(ended.map(({ id }) => id)).toStrictEqual(["delegation-2"]);
    expect(event.details).toMatchObject({ surface: "api", through: "key:portal" });
    expect(undelegate(register, { ...asked, id: "delegation-3" }, askedAt).ok).toBe(false);
  });

  test.each([
    ["nobody's", empty, undefined],
    ["somebody else's", made(empty, anna, ben), undefined],
    ["between others", made(empty, anna, ben), anna.id],
  ])("is refused where there is none: %s", (_what, register, other) => {
    expect(undelegate(register, { by: cleo, other, surface: "slack" }, askedAt)).toStrictEqual({
      ok: false,
      error: { kind: "no-delegation" },
    });
  });

  test("what was over two days before another change is forgotten", () => {
    const register = made(made(empty, anna, ben, 0, 1), cleo, dora, 0, 200);

    const later = accepted(
      undelegate(register, { by: cleo, other: undefined, surface: "slack" }, hoursLater(50)),
    ).register;

    expect(later.delegations.map(({ of }) => of)).toStrictEqual([cleo]);
  });
});

test("whatever is tried, nobody who is away decides for anybody, and everybody has one stand-in at a time", () => {
  const people = [anna, ben, cleo, dora];
  const step = fc.record({
    of: fc.constantFrom(...people),
    to: fc.constantFrom(...people),
    from: fc.integer({ min: 0, max: 40 }),
    lasts: fc.integer({ min: 1, max: 30 }),
    isEnd: fc.boolean(),
  });

  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let register = empty;
      for (const [at, { of, to, from, lasts, isEnd }] of steps.entries()) {
        const now = hoursLater(at);
        const outcome = isEnd
          ? undelegate(register, { by: of, other: undefined, surface: "api" }, now)
          : delegate(register, wish(of, to, at + from, at + from + lasts), now);
        if (outcome.ok) register = outcome.value.register;
      }

      const pairs = register.delegations.flatMap((one, index) =>
        register.delegations
          .slice(index + 1)
          .filter((other) => one.from < other.until && other.from < one.until)
          .map((other) => [one, other] as const),
      );
      const isWrong = pairs.some(
        ([one, other]) => one.of === other.of || one.of === other.to || one.to === other.of,
      );
      expect(isWrong).toBe(false);
    }),
    { numRuns: 300 },
  );
});
