import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { recordPreflight } from "../../../src/core/transitions/record-preflight.ts";
import { decisionOf } from "../../support/desk.ts";
import {
  lena as lenaPerson,
  olga as olgaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { type Door, dana, olga, openSlackDoor, priya, textOf } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

type Asked = Awaited<ReturnType<Door["ask"]>>;

function refresh(door: Door, { request, place, ts }: Asked, user: string) {
  return door.slack.click({ user, channel: place, ts, actionId: "request_refresh", value: request.id });
}

/** What the function would read for the request as it is now. */
async function read(door: Door, { request }: Asked): Promise<void> {
  await changeRequest(door.changer, request.id, (current, now) => {
    const covers = current.chainEnd.sequence;
    const facts = [{ label: "Now", value: "available · db.r6g.xlarge" }];
    return recordPreflight(
      current,
      { asOf: now, covers, facts, unread: ["CloudWatch"], readFor: current.digest },
      now,
    );
  });
  await door.announce(request.id);
}

const cardOn = (door: Door, { place, ts }: Asked) => textOf(door.slack.message(place, ts));

test("a card says that its pre-flight is not read yet, and is filled in afterwards", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  const posted = cardOn(door, asked);

  await read(door, asked);

  expect(posted).toContain("Not read yet");
  const filled = cardOn(door, asked);
  expect(filled).toContain("available · db.r6g.xlarge");
  expect(filled).toContain("No answer from CloudWatch");
  expect(filled).toContain("As of");
  expect(filled).not.toContain("Not read yet");
  expect(door.slack.thread(asked.place, asked.ts)).toHaveLength(1);
  expect(door.slack.failures()).toEqual([]);
});

describe("Refresh", () => {
  test("may be pressed by anybody who sees the card: one read, one write, and the card says that it is asked for", async () => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    await read(door, asked);
    door.pass(20);
    door.storeCalls.length = 0;

    await refresh(door, asked, olga);
    const calls = [...door.storeCalls];
    await door.announce(asked.request.id);

    expect(calls).toEqual(["find", "save"]);
    expect((await door.find(asked.request.id)).preflight?.asked).toMatchObject({ by: olgaPerson.id });
    expect(cardOn(door, asked)).toContain("asked for again");
    expect(door.slack.ephemerals()).toEqual([]);
    expect(door.slack.thread(asked.place, asked.ts)).toHaveLength(1);
    expect(door.slack.failures()).toEqual([]);
  });

  test("ends, once it is read, with a card that does not say so any more", async () => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    await refresh(door, asked, dana);

    await read(door, asked);

    expect(cardOn(door, asked)).not.toContain("asked for again");
  });

  test("pressed again within 15 seconds is refused kindly, seen by nobody else, and writes nothing", async () => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    await refresh(door, asked, olga);
    door.pass(5);

    await refresh(door, asked, priya);

    expect(door.told()).toMatch(/a moment ago\. You can refresh it in \d+ s\./);
    expect(await door.eventKinds(asked.request.id)).toEqual(["created", "preflight-asked"]);
  });

  test("does not touch a form that is open meanwhile", async () => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    const { place: channel, ts, request } = asked;
    await door.slack.click({ user: priya, channel, ts, actionId: "request_approve", value: request.id });

    await refresh(door, asked, olga);
    await read(door, asked);
    await door.slack.submitView({ user: priya, callbackId: "approve_request", values: {} });

    expect((await door.find(request.id)).decisions).toMatchObject([{ by: { id: priyaPerson.id } }]);
  });

  test("is still there while an approved request waits", async () => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    for (const by of [priyaPerson, lenaPerson]) {
      await changeRequest(door.changer, asked.request.id, (current, now) =>
        decide(current, decisionOf(current, { by }), now),
      );
    }
    await door.announce(asked.request.id);

    expect(cardOn(door, asked)).toContain("request_refresh");
    await refresh(door, asked, olga);

    expect(await door.eventKinds(asked.request.id)).toContain("preflight-asked");
  });
});
