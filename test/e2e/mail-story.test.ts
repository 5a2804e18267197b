import { afterAll, beforeAll, expect, test } from "vitest";
import { openInbox, readersOf } from "../support/inbox.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

let launched: LaunchedChat;
beforeAll(async () => {
  launched = await startLaunchedChat();
}, 60_000);
afterAll(() => launched.stop());

test("the approvers of a production request are asked by mail, each with links of their own, and told of its end", async () => {
  const { chat, inboxUrl } = launched;
  const inbox = openInbox(inboxUrl);
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-production");
  await chat.say("/rds-request snapshot prod-orders-01 because the schema changes tonight");

  const asked = await inbox.holds(4);

  expect(readersOf(asked)).toEqual([
    "lena.fischer@acme.example",
    "marco.silva@acme.example",
    "priya.nair@acme.example",
    "tom.okafor@acme.example",
  ]);
  const links = asked.flatMap(({ body }) =>
    [...body.text.matchAll(/^(?:Approve|Reject): +(\S+)$/gm)].map(([, url = ""]) => url),
  );
  expect(new Set(links).size).toBe(8);
  for (const link of links)
    expect(link).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/approval\?action=(approve|reject)&requestId=req-\w{10}&token=\S{43}$/,
    );
  expect(asked[0]?.subject).toMatch(
    /^Approve\? .*prod-orders-01 \(high risk, production\) — asked by Dana Reyes \(dana\.reyes@acme\.example\)$/,
  );
  expect(asked[0]?.body.text).toContain("> the schema changes tonight");

  await chat.actAs("Priya Nair");
  await chat.press("Reject");
  await chat.sendForm("not tonight");
  const all = await inbox.holds(7);

  const told = all.filter(({ subject }) =>
    subject.startsWith("Rejected by Priya Nair (priya.nair@acme.example): "),
  );
  expect(readersOf(told)).toEqual([
    "lena.fischer@acme.example",
    "marco.silva@acme.example",
    "tom.okafor@acme.example",
  ]);
  expect(all).toHaveLength(7);
  expect(launched.problems).toEqual([]);
}, 90_000);
