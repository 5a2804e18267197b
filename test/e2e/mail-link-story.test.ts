import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { openInbox, type Received, readersOf } from "../support/inbox.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

let launched: LaunchedChat;
let phone: Page;

beforeAll(async () => {
  launched = await startLaunchedChat();
  phone = await launched.openPhone();
  phone.setDefaultTimeout(15_000);
}, 60_000);

afterAll(() => launched?.stop(), 30_000);

/** Reads the mail's HTML part and follows its link, as a person taps on it. */
async function follow(link: "Approve" | "Reject", { body }: Received): Promise<void> {
  await phone.goto("about:blank");
  await phone.setContent(body.html);
  await phone.getByRole("link", { name: `${link} …` }).click();
  await phone.locator("footer").waitFor();
}

/** What a person reads, line by line: the text content has no line breaks. */
// biome-ignore lint/performance/useDomNodeTextContent: the layout is what is tested
const readPage = () => phone.locator("main").innerText();

test("what was asked in chat is decided from two mails, and every other link says by whom", async () => {
  const { chat, inboxUrl } = launched;
  const inbox = openInbox(inboxUrl);
  await chat.actAs("Priya Nair");
  await chat.openChannel("db-production");
  await chat.say("/rds-request snapshot prod-orders-01 because the schema changes tonight");
  const asked = await inbox.holds(3);
  const [lenas, marcos, toms] = await Promise.all(
    ["lena.fischer", "marco.silva", "tom.okafor"].map((name) =>
      inbox.mailTo(`${name}@acme.example`, "Approve? "),
    ),
  );
  if (!lenas || !marcos || !toms) throw new Error("not everybody was asked");

  await follow("Approve", lenas);
  const shown = await readPage();
  await phone.getByRole("button", { name: "Approve" }).click();
  const untyped = await phone.locator("form").count();
  await phone.getByLabel("Comment, if you like").fill("Seen from the train.");
  await phone.getByLabel(/^Last 4 characters/).fill("s-01");
  await phone.getByRole("button", { name: "Approve" }).click();
  const first = await phone.getByRole("status").textContent();
  await chat.cardShows("✅ lena.fischer@acme.example approved by mail");
  const half = await chat.textOf("card");

  await follow("Approve", lenas);
  const again = await phone.getByRole("status").textContent();
  await follow("Approve", marcos);
  const before = await readPage();
  await phone.getByLabel(/^Last 4 characters/).fill("S-01 ");
  await phone.getByRole("button", { name: "Approve" }).click();
  await phone.getByRole("status").waitFor();
  await chat.cardShows("✅ marco.silva@acme.example approved by mail");
  await chat.cardShows(/^✅ Done after \d+ s$/);

  await follow("Reject", toms);
  const late = await readPage();
  const told = await inbox.mailTo("tom.okafor@acme.example", "Approved by marco.silva@acme.example");
  await inbox.mailTo("lena.fischer@acme.example", "Done");
  await inbox.mailTo("marco.silva@acme.example", "Done");

  expect(readersOf(asked)).toEqual([
    "lena.fischer@acme.example",
    "marco.silva@acme.example",
    "tom.okafor@acme.example",
  ]);
  expect(shown).toContain("Create a snapshot of prod-orders-01");
  expect(shown).toContain("the schema changes tonight");
  expect(shown).toContain("You decide as lena.fischer@acme.example.");
  expect(untyped).toBe(1);
  expect(first).toMatch(/^You approved this request\./);
  expect(half).toContain("Waiting for approval · 1 of 2");
  expect(half).toContain("“Seen from the train.”");
  expect(again).toMatch(/already approved/i);
  expect(before).toContain("lena.fischer@acme.example approved by mail");
  expect(late).toMatch(
    /^This request is already done \(.+\)\. Approved by lena\.fischer@acme\.example and marco\.silva@acme\.example\.$/m,
  );
  expect(late).toContain("lena.fischer@acme.example approved by mail");
  expect(late).toContain("marco.silva@acme.example approved by mail");
  expect(await phone.locator("form").count()).toBe(0);
  expect(told.body.text).not.toContain("/approval?");
  expect(
    (await inbox.mails()).filter(({ destination }) => destination.to.includes("priya.nair@acme.example")),
  ).toEqual([]);
  const { request, events } = await launched.recordOf(await chat.textOf("card"));
  expect(request?.decisions).toMatchObject([
    { by: { id: "lena.fischer@acme.example" }, surface: "email", comment: "Seen from the train." },
    { by: { id: "marco.silva@acme.example" }, surface: "email" },
  ]);
  expect(findBrokenLink(events)).toBeUndefined();
  expect(launched.problems).toEqual([]);
}, 90_000);

test("who decides asks in chat for the analytics, and finds the same request in them", async () => {
  const { chat } = launched;
  await chat.actAs("Lena Fischer");
  await chat.openChannel("db-production");
  await chat.say("/rds-request analytics");

  await phone.goto(await chat.linkOf("Open analytics"));

  const [asked, approved] = await phone.locator(".figures dd").allTextContents();
  const operation = phone.getByRole("region", { name: "Operations" }).getByRole("row").nth(1);
  expect(asked).toBe("10 still waiting");
  expect(approved).toContain("100 %");
  expect(await operation.getByRole("cell").allTextContents()).toEqual([
    "1",
    "1",
    "0",
    "1",
    "100 %",
    expect.any(String),
    expect.any(String),
  ]);
  expect(launched.problems).toEqual([]);
}, 60_000);
