import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hiddenFieldsOf } from "../../support/hidden-fields-of.ts";
import { lena as lenaPerson, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { lena, openSlackDoor, textOf } from "../slack/open-slack-door.ts";
import { endingOf, openLinksDoor } from "./open-links-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const rounds = 50;

test("two approvers press at the same instant, by mail and in chat: one decision, and both see the same", async () => {
  const chat = await openSlackDoor(bench);
  const mail = await openLinksDoor(bench);
  const winners: string[] = [];

  for (let round = 0; round < rounds; round += 1) {
    const { request, place, ts } = await chat.ask({ instanceId: "staging-orders-01" });
    const action = round % 2 === 0 ? "approve" : "reject";
    const link = await mail.linkTo(request, priya, action);
    const fields = hiddenFieldsOf((await mail.open(link)).text);
    await chat.slack.click({
      user: lena,
      channel: place,
      ts,
      actionId: "request_approve",
      value: request.id,
    });
    const viewId = chat.slack.views().at(-1)?.id ?? "";

    const [page] = await Promise.all([
      mail.post({ ...fields, ending: endingOf(request), comment: "why" }),
      // The way by mail reads more before it writes; without a lead the chat would nearly always come first.
      sleep((round % 10) * 3).then(() => chat.slack.submitView({ user: lena, viewId, values: {} })),
    ]);

    const { decisions, status } = await mail.find(request.id);
    const byMail = decisions[0]?.by.id === priya.id;
    winners.push(byMail ? "mail" : "chat");
    expect(decisions, `round ${round}`).toHaveLength(1);
    expect(status).toBe(byMail && action === "reject" ? "rejected" : "approved");
    const already = `already ${status} (${byMail ? priya.id : lenaPerson.id}`;
    expect(page.status).toBe(byMail ? 200 : 400);
    if (!byMail) expect(page.text).toContain(already);
    const told = chat.slack.views().find(({ id }) => id === viewId);
    if (byMail) expect(told?.errors).toEqual({ comment: expect.stringContaining(already) });
    else expect(told).toBeUndefined();
    await chat.announce(request.id);
    const words = status === "approved" ? "Approved, about to start" : `Rejected by ${priya.id}`;
    expect(textOf(chat.slack.message(place, ts))).toContain(words);
    expect((await mail.open(link)).text).toContain(words);
  }

  expect(winners).toHaveLength(rounds);
  expect(new Set(winners), "each comes first now and then").toEqual(new Set(["mail", "chat"]));
  expect(mail.thrown).toEqual([]);
}, 120_000);
