import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalUrlOf } from "../../../src/core/links/approval-link.ts";
import { startBrowser } from "../../support/browser.ts";
import { lena, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { endingOf, openLinksDoor } from "./open-links-door.ts";

let bench: Workbench;
let browser: Awaited<ReturnType<typeof startBrowser>>;

beforeAll(async () => {
  [bench, browser] = await Promise.all([startWorkbench(), startBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await bench.stop();
});

const unbreakable = "x".repeat(300);

test.each([
  ["a phone at night", 360, "dark", "rgb(13, 16, 21)"],
  ["a desktop by day", 1280, "light", "rgb(244, 245, 247)"],
] as const)(
  "on %s a person reads the page, types the end of the name and decides",
  async (_where, width, colorScheme, background) => {
    const door = await openLinksDoor(bench);
    const request = await door.ask({ justification: `The migration starts at ten. ${unbreakable}` });
    const url = approvalUrlOf(door.url, await door.linkTo(request, priya));
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme,
      javaScriptEnabled: true,
    });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(url);
    const overflow = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
    const look = () => page.evaluate("getComputedStyle(document.body).backgroundColor");

    const [first, drawn, wide] = [await page.locator("h1").textContent(), await look(), await overflow()];
    const button = await page.locator("button").boundingBox();
    await page.locator("button").click();
    const afterPress = { address: page.url(), decisions: (await door.find(request.id)).decisions };
    await page.locator("#comment").fill("Go ahead.");
    await page.locator("#ending").fill("nope");
    await page.locator("button").click();
    const alert = await page.locator("[role=alert]").textContent();
    const isInView = await page.evaluate(
      "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('[role=alert]').getBoundingClientRect())",
    );
    const kept = await page.locator("#comment").inputValue();
    const asked = await overflow();
    await page.locator("#ending").fill(endingOf(request));
    await page.locator("button").click();
    const told = await page.locator("[role=status]").textContent();

    expect([first, drawn, wide, asked]).toEqual([request.description.title, background, 0, 0]);
    expect(button?.height).toBeGreaterThanOrEqual(48);
    expect(afterPress, "the browser sends nothing without what is to be typed").toEqual({
      address: url,
      decisions: [],
    });
    expect([alert, isInView, kept]).toEqual([
      expect.stringContaining("Type the last 4 characters"),
      true,
      "Go ahead.",
    ]);
    expect(told).toContain("You approved this request.");
    expect(page.url()).toBe(`${door.url}/approval#form`);
    expect((await door.find(request.id)).decisions).toMatchObject([{ comment: "Go ahead." }]);
    expect(complaints.filter((text) => !text.includes("400 (Bad Request)"))).toEqual([]);
  },
);

test("Reject stands one press away, and asks for the reason", async () => {
  const door = await openLinksDoor(bench);
  const request = await door.ask();
  // Nobody closes a page: in this browser's single process that ends the browser.
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto(approvalUrlOf(door.url, await door.linkTo(request, lena)));

  await page.getByText("Reject it instead").click();
  await page.locator("#ending").fill(endingOf(request));
  await page.locator("button").click();
  const stayed = page.url();
  await page.getByLabel("Why not?").fill("Not tonight.");
  await page.getByRole("button", { name: "Reject" }).click();

  expect(stayed).toContain("action=reject");
  expect(await page.locator("[role=status]").textContent()).toContain("You rejected this request.");
  expect(await door.find(request.id)).toMatchObject({ status: "rejected" });
});
