import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser } from "../../support/browser.ts";
import { linksOf, rendered, sampleMails } from "./sample-mails.ts";

let browser: Browser;
let page: Page;
const fetched: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage();
  page.on("request", (request) => fetched.push(request.url()));
});
afterAll(() => browser.close());

async function open(name: string, width: number, colorScheme: "light" | "dark") {
  const make = sampleMails[name];
  if (!make) throw new Error(`there is no sample ${name}`);
  await page.setViewportSize({ width, height: 844 });
  await page.emulateMedia({ colorScheme });
  await page.setContent(rendered(make(), linksOf(name)).html);
}

/** The contrast of what is read with what is behind it, as WCAG 2.2 counts it: the lowest of the page. */
async function lowestContrast(): Promise<{ readonly contrast: number; readonly of: string }> {
  return page.evaluate(lowestContrastScript);
}

/** Runs in the page, of whose names this side has no types. */
const lowestContrastScript = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const [r, g, b, a = 1] = parse(getComputedStyle(element).backgroundColor);
    return a === 0 ? behind(element.parentElement) : [r, g, b];
  };
  let lowest = { contrast: 21, of: "" };
  for (const element of document.querySelectorAll("p, h1, h2, td, a, b")) {
    const words = [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
    if (words.length === 0) continue;
    const [one, other] = [luminance(parse(getComputedStyle(element).color).slice(0, 3)), luminance(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < lowest.contrast) lowest = { contrast, of: element.textContent };
  }
  return lowest;
})()`;

const overflowScript = "document.documentElement.scrollWidth - window.innerWidth";

describe.each([
  [390, "light"],
  [390, "dark"],
  [1280, "light"],
  [1280, "dark"],
] as const)("at %d pixels, %s", (width, scheme) => {
  test.each(Object.keys(sampleMails))("nothing overflows and all can be read: %s", async (name) => {
    await open(name, width, scheme);

    const overflow = await page.evaluate(overflowScript);
    const { contrast, of } = await lowestContrast();

    expect(overflow).toBeLessThanOrEqual(0);
    expect(contrast, of).toBeGreaterThanOrEqual(4.5);
  });

  test("both links are there and large enough for a thumb", async () => {
    await open("ask", width, scheme);

    const boxes = await Promise.all(
      ["Approve …", "Reject …"].map((label) => page.getByRole("link", { name: label }).boundingBox()),
    );

    for (const box of boxes) {
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(250);
    }
    const [approve, reject] = boxes;
    expect((reject?.y ?? 0) - (approve?.y ?? 0) - (approve?.height ?? 0)).toBeGreaterThanOrEqual(8);
    // Seen on a phone without scrolling.
    expect((reject?.y ?? 0) + (reject?.height ?? 0)).toBeLessThan(844);
  });
});

test("a long word without a space stays on the sheet", async () => {
  const make = sampleMails.ask;
  if (!make) throw new Error("there is no sample");
  const content = make();
  const long = "x".repeat(400);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.setContent(
    rendered({ ...content, card: { ...content.card, title: long, justification: long, effect: long } }).html,
  );

  const overflow = await page.evaluate(overflowScript);

  expect(overflow).toBeLessThanOrEqual(0);
});

test("dark is dark, and nothing is loaded from anywhere", async () => {
  await open("ask", 390, "dark");

  const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");

  expect(background).toBe("rgb(15, 20, 24)");
  expect(fetched.filter((url) => !url.startsWith("about:"))).toEqual([]);
});
