import fc from "fast-check";
import { surfaces } from "../../src/core/person.ts";

/** Everyone who acts, each under several spellings of one address. */
export const spellings = {
  requester: ["anna@acme.example", "ANNA@acme.example", " Anna@Acme.Example\n"],
  approvers: [
    "ben@acme.example",
    "Ben@ACME.example",
    "cleo@acme.example",
    "CLEO@acme.example ",
    "dirk@acme.example",
  ],
  escalation: ["eva@acme.example", "Eva@Acme.example", "finn@acme.example"],
  owners: ["gina@acme.example", "GINA@acme.example"],
  outsiders: ["otto@acme.example", "anna@acme.example.org", "anna+ben@acme.example"],
} as const;

const anybody = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...spellings.requester) },
  { weight: 6, arbitrary: fc.constantFrom(...spellings.approvers) },
  { weight: 2, arbitrary: fc.constantFrom(...spellings.escalation) },
  { weight: 1, arbitrary: fc.constantFrom(...spellings.owners) },
  { weight: 1, arbitrary: fc.constantFrom(...spellings.outsiders) },
);

const surface = fc.constantFrom(...surfaces);

function only<Kind extends string>(kind: Kind) {
  return fc.constant({ kind } as const);
}

const approve = fc.record({
  kind: fc.constant("decide" as const),
  decision: fc.constant("approve" as const),
  by: anybody,
  surface,
  comment: fc.constantFrom("", "fine", "  "),
  hasSeenAnother: fc.constant<boolean>(false),
});

const reject = fc.record({
  kind: fc.constant("decide" as const),
  decision: fc.constant("reject" as const),
  by: anybody,
  surface,
  comment: fc.constantFrom("not now", "  ", "half \ud83d"),
  hasSeenAnother: fc.constant<boolean>(false),
});

const decideOnAnother = fc.oneof(approve, reject).map((command) => ({ ...command, hasSeenAnother: true }));

const clock = fc.record({
  kind: fc.constant("clock" as const),
  to: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 240 }).map((minutes) => ({ minutes })) },
    { weight: 2, arbitrary: fc.integer({ min: -30, max: -1 }).map((minutes) => ({ minutes })) },
    { weight: 1, arbitrary: fc.constant({ millisecondsFromExpiry: -1 }) },
    { weight: 1, arbitrary: fc.constant({ millisecondsFromExpiry: 0 }) },
  ),
});

const onRequest = fc.oneof(
  { weight: 9, arbitrary: approve },
  { weight: 1, arbitrary: reject },
  { weight: 1, arbitrary: decideOnAnother },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), by: anybody, surface }) },
  { weight: 1, arbitrary: only("expire") },
  { weight: 2, arbitrary: only("escalate") },
  { weight: 2, arbitrary: only("remind") },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("schedule" as const),
      inMinutes: fc.integer({ min: -10, max: 120 }),
    }),
  },
  { weight: 4, arbitrary: only("claim") },
  { weight: 1, arbitrary: only("queue") },
  { weight: 2, arbitrary: only("next-stage") },
  { weight: 1, arbitrary: only("claim-altered") },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("drift" as const),
      to: fc.constantFrom("drift-a", "drift-b", "drift-c"),
      isRiskier: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: only("resume") },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("ask-preflight" as const), by: anybody, surface }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("read-preflight" as const),
      /** How many events ago the reading began. */
      eventsAgo: fc.integer({ min: 0, max: 2 }),
      isOfAnother: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("progress" as const),
      percent: fc.option(fc.integer({ min: -10, max: 110 }), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: only("start-parts") },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("end-part" as const),
      index: fc.integer({ min: 0, max: 3 }),
      result: fc.constantFrom("available" as const, "failed" as const, "not-started" as const),
    }),
  },
  { weight: 2, arbitrary: only("end-bulk") },
  { weight: 3, arbitrary: only("note-sent") },
  { weight: 2, arbitrary: only("note-look") },
  { weight: 1, arbitrary: only("lapse") },
  { weight: 2, arbitrary: only("note-late-end") },
  { weight: 3, arbitrary: only("start-task") },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("note-answer" as const),
      answer: fc.constantFrom("told" as const, "gone" as const, "unknown" as const),
    }),
  },
  { weight: 1, arbitrary: only("close-task") },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("note-undelivered" as const),
      place: fc.constantFrom("C0PROD", "C0OTHER"),
    }),
  },
  { weight: 1, arbitrary: only("note-delegation") },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("review" as const),
      by: anybody,
      surface,
      verdict: fc.constantFrom("confirm" as const, "object" as const),
      comment: fc.constantFrom("", "not needed"),
    }),
  },
  { weight: 2, arbitrary: only("miss-review") },
  { weight: 1, arbitrary: only("complete") },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("fail" as const),
      result: fc.constantFrom("failed" as const, "timeout" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("note-refusal" as const),
      by: anybody,
      surface,
      refusal: fc.constantFrom(
        "self-approval" as const,
        "not-an-approver" as const,
        "not-yours-to-cancel" as const,
        "reason-required" as const,
      ),
    }),
  },
);

/** What may be done to a request. */
export type Command = typeof onRequest extends fc.Arbitrary<infer Some> ? Some : never;

/** One thing that happens: a command, an earlier one delivered again, or a move of the clock. */
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("command" as const),
      command: onRequest,
      /** How many versions ago the one who acts has read the request. */
      versionsBehind: fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("again" as const), back: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 2, arbitrary: clock },
);

export type Step = typeof step extends fc.Arbitrary<infer Some> ? Some : never;

export const steps = fc.array(step, { minLength: 1, maxLength: 25, size: "max" });

export const beginnings = fc.record({
  approvals: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 4, arbitrary: fc.constant(2) },
    { weight: 1, arbitrary: fc.constant(3) },
  ),
  requester: fc.constantFrom(...spellings.requester),
  isApproverToo: fc.boolean(),
  intent: fc.constantFrom("rds" as const, "bulk" as const, "message" as const, "task" as const),
  isSnapshotFirst: fc.boolean(),
  /** With steps of escalation and reminders. */
  hasTimes: fc.boolean(),
  /** One from each of two groups, who share a person. */
  wantsEach: fc.boolean(),
  hasOwner: fc.boolean(),
  /** Runs without approvals, and is reviewed afterwards. */
  isEmergency: fc.oneof(
    { weight: 2, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

export type Beginning = typeof beginnings extends fc.Arbitrary<infer Some> ? Some : never;
