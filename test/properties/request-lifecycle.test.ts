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
  // They take an emergency that has run to its end, which few of the sequences have.
  const rare = ["already-reviewed", "objection-reason-required", "review-complete", "self-review"];
  expect([...seen.refusals].filter((kind) => !rare.includes(kind)).toSorted()).toStrictEqual([
    "already-decided",
    "already-resolved",
    "changed-since-seen",
    "expired",
    "no-delegation",
    "not-a-reviewer",
    "not-an-approver",
    "not-due",
    "not-yours-to-cancel",
    "nothing-to-review",
    "override-reason-required",
    "preflight-recent",
    "reason-required",
    "self-approval",
    "wrong-status",
  ]);
});
