import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

let launched: LaunchedChat;
beforeAll(async () => {
  launched = await startLaunchedChat();
}, 60_000);
afterAll(() => launched.stop());

interface Received {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text: string; readonly html: string };
}

async function inbox(): Promise<readonly Received[]> {
  const { emails } = (await (await fetch(`${launched.inboxUrl}/store`)).json()) as { emails: Received[] };
  return emails;
}

async function inboxOf(count: number): Promise<readonly Received[]> {
  return eventually(`${count} mails`, async () => {
    const mails = await inbox();
    return mails.length >= count && mails;
  });
}

const readersOf = (mails: readonly Received[]) =>
  mails.flatMap(({ destination }) => destination.to).toSorted();

test("the approvers of a production request are asked by mail, each with links of their own, and told of its end", async () => {
  const { chat, problems } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-production");
  await chat.say("/rds-request snapshot prod-orders-01 because the schema changes tonight");

  const asked = await inboxOf(4);

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
  const all = await inboxOf(7);

  const told = all.filter(({ subject }) =>
    subject.startsWith("Rejected by Priya Nair (priya.nair@acme.example): "),
  );
  expect(readersOf(told)).toEqual([
    "lena.fischer@acme.example",
    "marco.silva@acme.example",
    "tom.okafor@acme.example",
  ]);
  expect(all).toHaveLength(7);
  expect(problems).toEqual([]);
}, 90_000);
