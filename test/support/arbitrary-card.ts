import fc from "fast-check";
import type { Card } from "../../src/core/card.ts";
import type { Decision } from "../../src/core/decision.ts";
import { digestSchema } from "../../src/core/intent.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import type { ShownPreflight } from "../../src/core/shown-preflight.ts";
import { ben, cleo } from "../core/sample-requests.ts";

const hostile = [
  "<!channel> @here <@U0DANA>",
  "<http://evil.example|your bank>",
  "*bold* _italic_ ~gone~ `code` ```block```",
  ":warning: :rotating_light:",
  "&".repeat(3000),
  "<".repeat(9000),
  "\u202eRTL override \u2066",
  "שלום עולם",
  "😀👨‍👩‍👧‍👦".repeat(400),
  "\n\n\n\nline\r\nline\n\n\n\n",
  "   ",
  "",
  "\u0000\u0007",
  "x".repeat(5000),
  "[your bank](http://evil.example)",
  "{{DATE(2030-01-01T00:00:00Z, SHORT)}}",
  "<at>everyone</at>",
];

const page = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html#USER_Reboot";

/** Any text, and what is known to break a chat. */
export const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary", maxLength: 4000 }));
const date = fc.date({ min: new Date("2001-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const decision: fc.Arbitrary<Decision> = fc.record({
  kind: fc.constantFrom("approve", "reject"),
  by: fc.record({ id: fc.constant(ben.id), name: anyText }),
  surface: fc.constantFrom("slack", "teams", "email", "api"),
  at: date,
  comment: anyText,
});
const preflight: fc.Arbitrary<ShownPreflight> = fc.record({
  facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 20 }),
  asOf: fc.option(date, { nil: undefined }),
  askedAgain: fc.option(date, { nil: undefined }),
  unread: fc.array(anyText, { maxLength: 10 }),
  outage: fc.option(fc.record({ kind: anyText, source: fc.oneof(anyText, fc.constant(page)) }), {
    nil: undefined,
  }),
});
/** A card with anything in it. */
export const anyCard: fc.Arbitrary<Card> = fc.record({
  requestId: fc.constant(requestIdSchema.parse("req-0123456789")),
  version: fc.nat(),
  digest: fc.constant(digestSchema.parse("d".repeat(64))),
  title: anyText,
  state: fc.record({ text: anyText, tone: fc.constantFrom("waiting", "good", "bad", "running", "over") }),
  changes: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 60 }),
  effect: anyText,
  facts: fc.array(fc.record({ label: anyText, value: fc.oneof(anyText, date) }), { maxLength: 60 }),
  longDetails: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 20 }),
  justification: anyText,
  preflight: fc.option(preflight, { nil: undefined }),
  decisions: fc.array(decision, { maxLength: 60 }),
  deadline: fc.option(fc.record({ at: date, left: anyText }), { nil: undefined }),
  results: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 60 }),
  guidance: anyText,
  actions: fc.subarray(["approve", "reject", "cancel", "revert", "refresh"] as const),
  actors: fc.subarray([ben.id, cleo.id]),
  wayBack: anyText,
});
