import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { decisionOf } from "../../support/desk.ts";
import {
  lena as lenaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { openSlackDoor, productionChannel, textOf } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

test("a request is announced once, however often its events come", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();

  await Promise.all([door.announce(request.id), door.announce(request.id)]);

  const notices = door.slack
    .calls("chat.postMessage")
    .filter(({ args }) => args.channel !== productionChannel);
  expect(door.slack.messages(productionChannel)).toHaveLength(1);
  expect(notices).toHaveLength(1);
  expect(door.slack.failures()).toEqual([]);
});

test("a post whose answer was lost is adopted by the next delivery", async () => {
  const door = await openSlackDoor(bench);
  door.slack.fail({ method: "chat.postMessage", channel: productionChannel, after: true });
  const asking = door.ask();
  await expect(asking).rejects.toThrow("Slack did not answer chat.postMessage");
  const [open] = (await bench.requests.listByStatus("acme", "pending", { limit: 1 })).items;
  door.pass(60);

  await door.announce(open?.id as never);

  expect(door.slack.messages(productionChannel)).toHaveLength(1);
});

test("each decision reaches the card and its requester", async () => {
  const door = await openSlackDoor(bench);
  const { request, place, ts } = await door.ask();
  const decide = makeDecideRequest({ ...bench, now: () => new Date() });
  await decide(request.id, decisionOf(request, { by: priyaPerson, comment: "<!channel> fine" }));
  await decide(request.id, decisionOf(request, { by: lenaPerson }));

  await door.announce(request.id);

  const direct = door.slack.calls("conversations.open").length;
  const notices = door.slack
    .calls("chat.postMessage")
    .filter(({ args }) => args.channel !== place)
    .map(({ args }) => String(args.text));
  expect(textOf(door.slack.message(place, ts))).toContain("Lena Fischer approved");
  expect(direct).toBe(1);
  expect(notices).toHaveLength(3);
  expect(notices[1]).toContain("Priya Nair approved");
  expect(notices.join()).not.toContain("<!channel>");
  expect(door.slack.failures()).toEqual([]);
});

test("what cannot be delivered is told, and the rest goes on", async () => {
  const door = await openSlackDoor(bench);
  door.slack.fail({ method: "users.lookupByEmail", error: "users_not_found" });

  const { request } = await door.ask();

  expect(door.unreachable).toEqual([`slack#${request.requestedBy.id}#notice#000001`]);
  expect(door.slack.messages(productionChannel)).toHaveLength(1);
});
