import fc from "fast-check";
import { expect, test } from "vitest";
import { renderCard } from "../../../src/adapters/slack/render-card.ts";
import { renderLine } from "../../../src/adapters/slack/render-line.ts";
import { renderSummaries } from "../../../src/adapters/slack/render-summaries.ts";
import type { RequestSummary } from "../../../src/app/ports/request-store.ts";
import { cardOf } from "../../../src/core/card.ts";
import type { Decision } from "../../../src/core/decision.ts";
import { requestIdSchema, statuses } from "../../../src/core/request.ts";
import { anna, askedAt, ben, driftedChange, requestIn } from "../../core/sample-requests.ts";
import { anyCard, anyText } from "../../support/arbitrary-card.ts";
import { parseContent } from "../../support/strict-slack/message-content.ts";

/** Every text that Slack reads markup in. */
function markupIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(markupIn);
  if (typeof value !== "object" || value === null) return [];
  if ("type" in value && value.type === "mrkdwn" && "text" in value) return [String(value.text)];
  return Object.values(value).flatMap(markupIn);
}

const ownMarkup =
  /<!date\^\d+\^\{date_short_pretty\} \{time(?:_secs)?\}\|[\d: UTC-]+>|<https:\/\/docs\.aws\.amazon\.com\/[\w./#-]+\|[\w.-]+>/g;

test("no card, whatever it holds, breaks a limit of Slack's or lets markup through", () => {
  fc.assert(
    fc.property(anyCard, (any) => {
      const message = renderCard(any);

      expect(() => parseContent(message)).not.toThrow();
      expect(message.text.length).toBeLessThanOrEqual(400);
      for (const markup of [message.text, ...markupIn(message.blocks)]) {
        expect(markup.replace(ownMarkup, "")).not.toMatch(/[<>]/);
      }
    }),
    { numRuns: 300 },
  );
});

test("no line breaks a limit either", () => {
  fc.assert(
    fc.property(anyText, (any) => {
      const message = renderLine({ text: any, tone: "running" });

      expect(() => parseContent(message)).not.toThrow();
      expect(message.text).not.toMatch(/[<>]/);
    }),
  );
});

test("a notice of very many lines keeps them all", () => {
  const lines = Array.from({ length: 70 }, (_, index) => `line ${index + 1}`);

  const message = renderLine({ text: lines.join("\n"), tone: "bad" });

  expect(() => parseContent(message)).not.toThrow();
  expect(message.blocks).toHaveLength(20);
  expect(JSON.stringify(message.blocks)).toContain("line 70");
});

test.each(statuses)("the card of a request that is %s is one that Slack takes", (status) => {
  const message = renderCard(cardOf(requestIn(status), askedAt));

  expect(() => parseContent(message)).not.toThrow();
  expect(message.text).toContain("Snapshot orders-prod: ");
});

test("the card says first what it is and how it stands, and has the buttons last", () => {
  const { text: fallback, blocks } = renderCard(cardOf(requestIn("pending"), askedAt));

  expect(fallback).toBe("Snapshot orders-prod: ⏳ Waiting for approval · 0 of 2");
  expect(blocks.map(({ type }) => type)).toEqual([
    "header",
    "section",
    "context",
    "section",
    "section",
    "section",
    "section",
    "section",
    "context",
    "actions",
    "context",
  ]);
  expect(blocks.at(-2)).toMatchObject({
    elements: [
      { action_id: "request_approve", value: "req-0123456789", style: "primary" },
      { action_id: "request_reject", value: "req-0123456789", style: "danger" },
      { action_id: "request_cancel", value: "req-0123456789", confirm: { deny: { text: "Keep it" } } },
      { action_id: "request_refresh", value: "req-0123456789" },
    ],
  });
});

test("what has changed since it was approved stands above the effect and the facts", () => {
  const { blocks } = renderCard(cardOf(driftedChange(askedAt).request, askedAt));

  const texts = blocks.map((block) => JSON.stringify(block));
  const at = (words: string) => texts.findIndex((text) => text.includes(words));
  expect(blocks[at("Changed since it was approved") + 1]).toMatchObject({
    fields: [{ text: "*class*" }, { text: "db.r6g.xlarge → db.r6g.2xlarge" }],
  });
  expect(at("Changed since it was approved")).toBeLessThan(at("as large as it is now"));
  expect(at("as large as it is now")).toBeLessThan(at("*Environment*"));
  expect(at("request_approve")).toBeGreaterThan(0);
});

test.each([
  ["create_snapshot", "Revert"],
  ["delete_snapshot", "Delete snapshot"],
])(
  "the way back of a done request is one button, which says what it asks for, and asks first: %s",
  (operation, said) => {
    const inverse = { operation, parameters: {} };

    const { blocks } = renderCard(cardOf({ ...requestIn("executed"), inverse }, askedAt));

    expect(blocks.at(-2)).toMatchObject({
      elements: [
        {
          action_id: "request_revert",
          value: "req-0123456789",
          text: { text: said },
          confirm: {
            title: { text: `${said}?` },
            text: { text: expect.stringContaining("its own approval") },
            deny: { text: "Leave it" },
          },
        },
      ],
    });
  },
);

test("moments are shown in the reader's own time, with UTC beside it", () => {
  const { blocks } = renderCard(cardOf(requestIn("pending"), askedAt));

  const unix = askedAt.getTime() / 1000;
  expect(markupIn(blocks)).toContain(`<!date^${unix}^{date_short_pretty} {time}|2026-03-02 10:00 UTC>`);
});

test("with more decisions than fit the latest are shown, and how many there are more", () => {
  const approval = (index: number): Decision => ({
    kind: "approve",
    by: { ...ben, name: `Approver ${index}` },
    surface: "slack",
    at: askedAt,
    comment: "",
  });
  const decisions = Array.from({ length: 14 }, (_, index) => approval(index + 1));

  const shown = JSON.stringify(renderCard({ ...cardOf(requestIn("pending"), askedAt), decisions }).blocks);

  expect(shown).toContain("and 4 more before these");
  expect(shown).toContain("Approver 14 approved");
  expect(shown).not.toContain("Approver 4 approved");
});

test("a justification of 2,000 ampersands still fits a section", () => {
  const { blocks } = renderCard({
    ...cardOf(requestIn("pending"), askedAt),
    justification: "&".repeat(2000),
  });

  expect(() => parseContent({ text: "x", blocks })).not.toThrow();
  expect(JSON.stringify(blocks)).toContain("&&&…");
});

test("a list of twenty requests with the longest names is one that Slack takes", () => {
  const summary: RequestSummary = {
    id: requestIdSchema.parse("req-0123456789"),
    status: "escalated",
    operation: "<".repeat(300),
    subject: "&".repeat(300),
    environment: "production",
    risk: "high",
    requestedBy: anna.id,
    requestedAt: askedAt,
    approvalsRequired: 2,
    approvalsReceived: 1,
    expiresAt: askedAt,
    changedAt: new Date(),
  };

  const list = renderSummaries(
    "Waiting",
    Array.from({ length: 20 }, () => summary),
    {
      more: "There are more.",
      otherwise: "None.",
    },
  );

  expect(() => parseContent(list)).not.toThrow();
  expect(JSON.stringify(list.blocks)).toContain("There are more.");
});
