import fc from "fast-check";
import { expect, test } from "vitest";
import { eventKinds } from "../../src/core/audit-event.ts";
import { statuses } from "../../src/core/request.ts";
import { beginnings, steps } from "./commands.ts";
import { play } from "./play.ts";

const sequences = 10_000;
const patience = 180_000;

test(`every invariant holds after every step of ${sequences} random sequences`, { timeout: patience }, () => {
  const seen = { kinds: new Set<string>(), statuses: new Set<string>(), refusals: new Set<string>() };

  fc.assert(
    fc.property(beginnings, steps, (beginning, sequence) => {
      const { events, refusals } = play(beginning, sequence);
      for (const { kind, status } of events) {
        seen.kinds.add(kind);
        seen.statuses.add(status);
      }
      for (const refusal of refusals) seen.refusals.add(refusal);
    }),
    { numRuns: sequences },
  );

  expect([...seen.kinds].toSorted()).toStrictEqual(eventKinds.toSorted());
  expect([...seen.statuses].toSorted()).toStrictEqual(statuses.toSorted());
  // It takes a third reviewer of one emergency, which few of the sequences have.
  expect([...seen.refusals].filter((kind) => kind !== "review-complete").toSorted()).toStrictEqual([
    "already-decided",
    "already-resolved",
    "already-reviewed",
    "changed-since-seen",
    "expired",
    "no-delegation",
    "not-a-reviewer",
    "not-an-approver",
    "not-due",
    "not-yours-to-cancel",
    "nothing-to-review",
    "objection-reason-required",
    "override-reason-required",
    "preflight-recent",
    "reason-required",
    "self-approval",
    "self-review",
    "wrong-status",
  ]);
});
