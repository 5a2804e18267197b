import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CardView, sharedView } from "../../../src/adapters/teams/cards/card-view.ts";
import { renderCard } from "../../../src/adapters/teams/cards/render-card.ts";
import { lineMessage } from "../../../src/adapters/teams/cards/render-lines.ts";
import { type Card, cardOf } from "../../../src/core/card.ts";
import { statuses } from "../../../src/core/request.ts";
import { askedAt, driftedChange, requestIn } from "../../core/sample-requests.ts";
import { anyCard, anyText } from "../../support/arbitrary-card.ts";
import { parseActivity, parseCard } from "../../support/strict-teams/activity-content.ts";

const mostBytes = 28 * 1024;
const viewers = Array.from({ length: 200 }, (_, index) => `29:1${String(index).padStart(64, "0")}`);
const longest = "漢".repeat(5000);
const limitWindows = Array.from({ length: 99 }, (_, index) => ({ text: longest, value: `window-${index}` }));
/** What a form comes back with is as long as Teams lets people type. */
const filled = {
  entered: (question: string) => longest.slice(0, question.startsWith("not_") ? 25 : 2000),
  issues: ["not_before", "not_after", "limit_window"].map((question) => ({ question, text: longest })),
};
const deciding = ["approve", "reject", "cancel", "refresh", "details"] as const;
const reviewing = ["confirm", "object", "revert", "details"] as const;
const anyView: fc.Arbitrary<CardView> = fc.record({
  actions: fc.oneof(fc.subarray([...deciding]), fc.subarray([...reviewing])),
  viewers: fc.constantFrom([], viewers),
  hasMore: fc.boolean(),
  notice: fc.option(fc.record({ text: anyText, isBad: fc.boolean() }), { nil: undefined }),
  partLines: fc.array(anyText, { maxLength: 50 }),
  limitWindows: fc.constantFrom(undefined, [], limitWindows),
  filled: fc.constantFrom(undefined, filled),
});

/** The longest card there can be: every text beyond each limit, in letters of three bytes, every list longer than shown. */
const facts = Array.from({ length: 60 }, () => ({ label: longest, value: longest }));
const whole: Card = {
  ...cardOf(requestIn("pending"), askedAt),
  title: longest,
  state: { text: longest, tone: "waiting" },
  changes: facts,
  effect: `${longest}\n`.repeat(20),
  facts,
  longDetails: Array.from({ length: 20 }, () => ({ label: longest, value: `${longest}\n`.repeat(40) })),
  justification: `${longest}\n`.repeat(20),
  preflight: {
    facts,
    asOf: askedAt,
    askedAgain: askedAt,
    unread: [longest],
    outage: { kind: longest, source: longest },
  },
  decisions: Array.from({ length: 60 }, () => ({
    kind: "approve" as const,
    by: { ...requestIn("pending").requestedBy, name: longest },
    surface: "teams" as const,
    at: askedAt,
    comment: longest,
  })),
  deadline: { at: askedAt, left: longest },
  results: facts,
  guidance: `${longest}\n`.repeat(20),
  actions: [...deciding],
  wayBack: longest,
};

function sizeOf(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** Every text that Teams reads markdown in. */
function markdownIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(markdownIn);
  if (typeof value !== "object" || value === null) return [];
  const isRead = "type" in value && value.type === "TextBlock" && "text" in value;
  return [...(isRead ? [String(value.text)] : []), ...Object.values(value).flatMap(markdownIn)];
}

const ownWords =
  /^(?:(?:Decide by |As of |\*\*[\w ]{0,50}\*\* {2}|, asked for again | and not read yet)?(?:\{\{(?:DATE\([\dT:Z+-]+, SHORT|TIME\([\dT:Z+-]+)\)\}\} ?)*(?:, asked for again |(?: ?)and not read yet)?)+$/;

test("no card, whatever it holds, breaks a limit of Teams' or lets markdown through", () => {
  fc.assert(
    fc.property(anyCard, anyView, (card, view) => {
      const rendered = renderCard(card, view);

      expect(() => parseCard(rendered)).not.toThrow();
      expect(sizeOf(rendered)).toBeLessThanOrEqual(mostBytes);
      for (const words of markdownIn(rendered)) expect(words).toMatch(ownWords);
    }),
    { numRuns: 150 },
  );
});

test.each([
  ["to decide", deciding],
  ["to review", reviewing],
])(
  "the largest card that there can be %s fits, with every button and every instance of fifty",
  (_what, actions) => {
    const partLines = Array.from({ length: 50 }, () => longest);
    const notice = { text: longest, isBad: true };
    const view = { actions, viewers, hasMore: true, partLines, notice, limitWindows, filled };

    const rendered = renderCard(whole, view);

    expect(() => parseCard(rendered)).not.toThrow();
    expect(rendered.version).toBe("1.5");
    expect(sizeOf(rendered)).toBeLessThanOrEqual(mostBytes);
  },
);

test("no line breaks a limit either", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(() => parseActivity(lineMessage({ text, tone: "running" }))).not.toThrow();
    }),
    { numRuns: 100 },
  );
});

test.each([
  "{{DATE(2030-01-01T00:00:00Z)}}",
  "{{{DATE(2030-01-01T00:00:00Z)}}",
  "{{{{TIME(2030-01-01T00:00:00Z)}}}}",
])("%s is text, and no moment that Teams would draw", (text) => {
  expect(JSON.stringify(lineMessage({ text, tone: "running" }).attachments)).not.toContain("{{");
});

describe("the card", () => {
  test.each(statuses)("of a request that is %s is one that Teams takes", (status) => {
    const card = cardOf(requestIn(status), askedAt);

    expect(() => parseCard(renderCard(card, sharedView(card, [])))).not.toThrow();
  });

  test("names sixty people at most whose view is fetched", () => {
    const card = cardOf(requestIn("pending"), askedAt);

    expect(renderCard(card, sharedView(card, viewers)).refresh).toMatchObject({
      userIds: viewers.slice(0, 60),
    });
  });

  test("carries the request's id and digest in its buttons and nothing else", () => {
    const card = cardOf(requestIn("pending"), askedAt);
    const view = { actions: card.actions, viewers: [], hasMore: true };

    const data = [...JSON.stringify(renderCard(card, view)).matchAll(/"data":(\{[^}]*\})/g)].map(
      ([, json = ""]) => Object.keys(JSON.parse(json)),
    );

    expect(new Set(data.flat())).toEqual(new Set(["request_id", "digest", "verb"]));
  });

  test("says before an approval what has changed since the last one", () => {
    const card = cardOf(driftedChange(askedAt).request, askedAt);
    const { actions = [] } = renderCard(card, { actions: ["approve"], viewers: [], hasMore: false });

    expect(JSON.stringify(actions)).toContain("Changed since it was approved");
  });
});
