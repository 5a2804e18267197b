import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "../../../src/adapters/links/html.ts";

test("a text can end neither an attribute nor an element, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { text: markup } = html`<p title="${text}">${text}</p>`;

      const [, attribute = "x", content = "y"] =
        /^<p title="([^"<>'`]*)">([^"<>'`]*)<\/p>$/.exec(markup) ?? [];
      expect(attribute).toBe(content);
      expect(markup).not.toContain("\0");
    }),
    { examples: [["</p><script>"], [`" onclick="`], ["&lt;"], ["\0"], ["\ud800"]] },
  );
});

test("an ampersand is shown as it was written", () => {
  expect(html`${"&lt;b&gt;"}`.text).toBe("&amp;lt;b&amp;gt;");
});

test("markup in markup stays, lists follow one another, and nothing stands for nothing", () => {
  const items = ["a", "<"].map((text) => html`<li>${text}</li>`);

  expect(html`<ul>${items}</ul>${undefined}${7}`.text).toBe("<ul><li>a</li><li>&lt;</li></ul>7");
});
