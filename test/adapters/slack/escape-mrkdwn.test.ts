import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeMrkdwn, fitted, unescapeMrkdwn } from "../../../src/adapters/slack/escape-mrkdwn.ts";

test.each([
  ["<!channel>", "&lt;!channel&gt;"],
  ["<http://evil.example|your bank>", "&lt;http://evil.example|your bank&gt;"],
  ["R&D &lt;", "R&amp;D &amp;lt;"],
])("%s stays text", (text, escaped) => {
  expect(escapeMrkdwn(text, 1000)).toBe(escaped);
});

test("a cut is never made inside an entity or a character", () => {
  expect(escapeMrkdwn("a&&&", 8)).toBe("a&amp;…");
  expect(escapeMrkdwn("&&&&&&", 11)).toBe("&amp;&amp;…");
  expect(escapeMrkdwn("😀😀😀", 4)).toBe("😀…");
});

test("what fits is not cut", () => {
  expect(escapeMrkdwn("&&", 10)).toBe("&amp;&amp;");
  expect(fitted("abc", 3)).toBe("abc");
});

test("what cannot be seen or turns the reading direction is left out; Hebrew and Arabic stay", () => {
  expect(fitted("a\u202eb\u2066c\u0000d\u0007e\r\nf\n\n\n\n\ng\u0008", 100)).toBe("abcde\nf\n\ng");
  expect(fitted("שלום عليكم\tx", 100)).toBe("שלום عليكم\tx");
});

test("half a surrogate pair does not reach Slack", () => {
  expect(fitted("a\ud83d", 10).isWellFormed()).toBe(true);
});

test("escaped text has no markup, fits, and reads back as what was fitted", () => {
  const texts = fc.string({ unit: fc.constantFrom("&", "<", ">", "a", "😀", "\n", "\u202e"), maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 80 }), (text, limit) => {
      const escaped = escapeMrkdwn(text, limit);

      expect(escaped.length).toBeLessThanOrEqual(limit);
      expect(escaped).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      expect(unescapeMrkdwn(escaped)).toBe(fitted(text, limit));
    }),
  );
});
