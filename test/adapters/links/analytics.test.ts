import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ben, cleo, person } from "../../aws/dynamodb/sample-requests.ts";
import { startBrowser } from "../../support/browser.ts";
import { seasonOf } from "../../support/season.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openAnalyticsDoor } from "./open-analytics-door.ts";

const tenant = "season";
const now = new Date("2026-03-20T15:30:00.000Z");
const season = seasonOf(tenant, now);

let bench: Workbench;
let browser: Awaited<ReturnType<typeof startBrowser>>;

beforeAll(async () => {
  [bench, browser] = await Promise.all([startWorkbench(), startBrowser()]);
  // Each as it is at the end: nobody looks here at how it became so.
  const ends = season.flatMap((road) => road.at(-1) ?? []);
  await Promise.all(ends.map((change) => bench.requests.create(change, change.request.id)));
}, 90_000);

afterAll(async () => {
  await browser.close();
  await bench.stop();
});

const open = (options: Partial<Parameters<typeof openAnalyticsDoor>[1]> = {}) =>
  openAnalyticsDoor(bench, { tenant, now: () => now, ...options });

/** How the requests of the last days ended, told by the changes that made them. */
function endsOf(days: number) {
  const from = new Date("2026-03-21T00:00:00.000Z").getTime() - days * 86_400_000;
  const within = season.filter(([first]) => first && first.request.requestedAt.getTime() >= from);
  const ended = (kind: string) =>
    within.filter((road) => road.some(({ event }) => event.kind === kind)).length;
  return {
    asked: within.length,
    rejected: ended("rejected"),
    expired: ended("expired"),
    done: ended("completed"),
  };
}

test.each([
  ["a desktop by day", 1100, "light", "rgb(244, 245, 247)"],
  ["a phone at night", 390, "dark", "rgb(13, 16, 21)"],
] as const)(
  "on %s the page shows charts and tables, and nothing runs on it",
  async (_where, width, colorScheme, background) => {
    const door = await open();
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    const calls: string[] = [];
    page.on("request", (request) => calls.push(new URL(request.url()).origin));

    await page.goto(await door.linkFor());

    const drawn = await page.evaluate(`({
    charts: [...document.querySelectorAll(".chart svg")].filter((one) => one.getClientRects().length > 0).length,
    tables: document.querySelectorAll("table").length,
    tooWide: document.documentElement.scrollWidth - innerWidth,
    background: getComputedStyle(document.body).backgroundColor,
    green: getComputedStyle(document.querySelector('path[fill="var(--good)"]')).fill,
  })`);
    expect(drawn).toEqual({
      charts: 5,
      tables: 5,
      tooWide: 0,
      background,
      green: colorScheme === "light" ? "rgb(26, 127, 55)" : "rgb(76, 194, 103)",
    });
    expect(complaints).toEqual([]);
    expect(new Set(calls)).toEqual(new Set([door.url]));
  },
);

test("without scripts a person reads the figures of seven, thirty and ninety days", async () => {
  const door = await open();
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(await door.linkFor());

  for (const days of [7, 30, 90]) {
    await page.getByRole("link", { name: `${days} days` }).click();
    await page.getByRole("heading", { name: `the last ${days} days` }).waitFor();
    const { asked, rejected, expired, done } = endsOf(days);
    const figures = await page.locator(".figures dd").allTextContents();
    const costs = page.getByLabel("Estimated and actual cost");
    const doneByWeek = await costs.locator("tbody tr td:nth-child(2)").allTextContents();

    expect(figures[0]).toBe(`${asked}0 still waiting`);
    expect(figures[1]).toContain(`${rejected} rejected, ${expired} expired`);
    expect(doneByWeek.reduce((sum, text) => sum + Number(text), 0)).toBe(done);
  }
});

test("the slow group is told before the quick one, and no person is named but the reader", async () => {
  const door = await open();
  const page = await (await fetch(await door.linkFor())).text();

  const groups = [...page.matchAll(/<th scope="row">(dba|platform-leads)<\/th>/g)].map(([, name]) => name);

  expect(groups).toEqual(["platform-leads", "dba"]);
  expect(page).toContain(`For ${ben.name};`);
  for (const name of ["Ada", "Cleo", "Dora", "@example.com", "dev-postgres-01"])
    expect(page).not.toContain(name);
});

describe("a link", () => {
  test("is good for fifteen minutes, as often as it is opened, and then says that it is over", async () => {
    const door = await open();
    const url = await door.linkFor();

    door.pass(15 * 60 - 1);
    const last = await fetch(url);
    door.pass(1);
    const late = await fetch(url);

    expect([last.status, late.status]).toEqual([200, 410]);
    expect(await late.text()).toContain("Ask for a new one in chat");
  });

  test.each([
    ["nothing", ""],
    ["noise", "kms1.bm90aGluZw=="],
    ["a text that nobody sealed", "{}"],
    ["more than any link has", "k".repeat(5000)],
  ])("made of %s opens nothing", async (_what, token) => {
    const door = await open();

    const answer = await fetch(`${door.url}/analytics?${new URLSearchParams({ token })}`);

    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("Asked for");
  });

  test("with one changed character opens nothing", async () => {
    const door = await open();
    const url = new URL(await door.linkFor());
    const token = url.searchParams.get("token") ?? "";
    const at = token.length - 8;
    url.searchParams.set(
      "token",
      `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`,
    );

    expect((await fetch(url)).status).toBe(404);
  });

  test("of another tenant, or sealed for another purpose, opens nothing", async () => {
    const door = await open();
    const other = await open({ tenant: "another" });
    const ticket = JSON.stringify({ tenant, person: ben, end: now.getTime() / 1000 + 600 });
    const sealed = await bench.secrets.seal(ticket, { purpose: "webhook", tenant });

    const foreign = new URL(await other.linkFor()).search;
    const statuses = await Promise.all(
      [foreign, `?${new URLSearchParams({ token: sealed })}`].map(
        async (search) => (await fetch(`${door.url}/analytics${search}`)).status,
      ),
    );

    expect(statuses).toEqual([404, 404]);
  });

  test("is for those whom the policy names, when it is made and when it is opened", async () => {
    const before = await open();
    const after = await open({ more: "analytics: { groups: [platform-leads] }" });
    const url = new URL(await before.linkFor(ben));

    const opened = await fetch(`${after.url}${url.pathname}${url.search}`);

    expect(await after.issue(ben)).toEqual({
      ok: false,
      error: { kind: "no-analytics", groups: ["platform-leads"] },
    });
    expect((await after.issue(cleo)).ok).toBe(true);
    expect(await before.issue(person("Olga"))).toMatchObject({ ok: false });
    expect(opened.status).toBe(403);
    expect(await opened.text()).toContain("The analytics are for members of platform-leads.");
  });

  test("shows its reader's name as text, and is never logged", async () => {
    const door = await open();
    const url = await door.linkFor({ ...ben, name: "<script>alert(1)</script>" });

    const page = await (await fetch(url)).text();
    await fetch(`${url}x`);

    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
    const token = new URL(url).searchParams.get("token") ?? "none";
    for (const line of door.logged) expect(line).not.toContain(token.slice(5, 40));
  });
});

test("the page is kept by nobody, sends its address nowhere and allows nothing to run", async () => {
  const door = await open();

  const { headers } = await fetch(await door.linkFor());

  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
  );
});

test("it is only looked at", async () => {
  const door = await open();

  const answer = await fetch(await door.linkFor(), { method: "POST", body: "days=7" });

  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("where there is no time for all, the page says that the earliest are missing", async () => {
  const door = await open({ remainingMilliseconds: () => 4000 });

  const page = await (await fetch(await door.linkFor())).text();

  expect(page).toContain("the earliest requests of this time are not in it");
  expect(page).toContain("<dd>0<small>");
});
