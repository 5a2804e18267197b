import { expect, test } from "vitest";
import { homeCard } from "../../../src/adapters/teams/cards/render-home.ts";
import { fullestHome } from "../../support/fullest-home.ts";
import { adaptiveCardSchema } from "../../support/strict-teams/adaptive-card.ts";

test("the fullest home is a card that Teams takes, and nobody's text in it is markup", () => {
  const card = homeCard(fullestHome(), {
    userId: "29:priya",
    notice: { text: "<at>x</at>".repeat(500), isBad: true },
  });

  expect(adaptiveCardSchema.safeParse(card).error).toBeUndefined();
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(28 * 1024);
  const ownWords = JSON.stringify(card).match(/"type":"TextBlock","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  expect(ownWords.length).toBeGreaterThan(10);
  expect(ownWords.filter((text) => text.includes("channel"))).toEqual([]);
});
