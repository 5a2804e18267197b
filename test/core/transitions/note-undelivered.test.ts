import { describe, expect, test } from "vitest";
import { cardOf } from "../../../src/core/card.ts";
import { statuses } from "../../../src/core/request.ts";
import { noteUndelivered } from "../../../src/core/transitions/note-undelivered.ts";
import { mailedPeopleOf, teamsPeopleOf } from "../../../src/core/undelivered.ts";
import { anna, ben, cleo, dora, hoursLater, requestIn } from "../sample-requests.ts";

const failed = { surface: "slack", place: "C0PROD", reason: "channel_not_found" } as const;

describe("a place where a request could not be delivered", () => {
  test.each(statuses)("is noted whatever becomes of the request, and changes nothing else: %s", (status) => {
    const request = requestIn(status);

    const noted = noteUndelivered(request, failed, hoursLater(5));

    expect(noted?.event).toMatchObject({
      kind: "delivery-failed",
      actor: "system:delivery",
      details: failed,
      status,
    });
    expect(noted?.request).toEqual({
      ...request,
      version: request.version + 1,
      undelivered: [{ ...failed, at: hoursLater(5) }],
      chainEnd: { sequence: noted?.event.sequence, hash: noted?.event.hash },
    });
  });

  test("is noted once, whatever is said of it later; another place beside it", () => {
    const once = noteUndelivered(requestIn("pending"), failed, hoursLater(5));
    if (!once) throw new Error("was not noted");

    expect(
      noteUndelivered(once.request, { ...failed, reason: "is_archived" }, hoursLater(6)),
    ).toBeUndefined();
    const other = noteUndelivered(
      once.request,
      { ...failed, surface: "email", place: ben.id },
      hoursLater(6),
    );
    expect(other?.request.undelivered).toHaveLength(2);
  });

  test("cannot be noted without end", () => {
    let request = requestIn("pending");
    let count = 0;
    for (let place = 0; place < 60; place += 1) {
      const noted = noteUndelivered(request, { ...failed, place: `C${place}` }, hoursLater(5));
      if (!noted) continue;
      request = noted.request;
      count += 1;
    }

    expect(count).toBe(50);
  });

  test("stands on the card", () => {
    const noted = noteUndelivered(requestIn("pending"), failed, hoursLater(5));
    if (!noted) throw new Error("was not noted");

    const { facts } = cardOf(noted.request, hoursLater(6));

    expect(facts).toContainEqual({
      label: "Not delivered",
      value: "to the Slack channel C0PROD: channel_not_found (2026-03-02 15:00 UTC)",
    });
  });
});

const teamsChannel = "19:approvals@thread.tacv2";

function inTeams(place: string) {
  return { surface: "teams" as const, place, reason: "BotNotInConversationRoster", at: hoursLater(5) };
}

describe("who gets it in person in Teams", () => {
  test.each([
    ["nobody without a route", requestIn("pending"), []],
    ["whom the policy names", { ...requestIn("pending"), teamsPeople: [cleo.id] }, [cleo.id]],
    [
      "whoever asks, where it says so",
      { ...requestIn("pending"), teamsPeople: ["requester" as const] },
      [anna.id],
    ],
    [
      "whoever joins them when it is escalated",
      { ...requestIn("escalated"), teamsPeople: [cleo.id] },
      [cleo.id, anna.id, dora.id],
    ],
    [
      "all who may decide where no channel has it",
      {
        ...requestIn("pending"),
        slackChannels: [],
        teamsChannels: [teamsChannel],
        undelivered: [inTeams(teamsChannel)],
      },
      [anna.id, ben.id, cleo.id],
    ],
  ])("is %s", (_, request, people) => {
    expect(teamsPeopleOf(request)).toEqual(people);
  });
});

describe("who gets it by mail", () => {
  const undelivered = [{ ...failed, at: hoursLater(5) }];

  test.each([
    ["nobody without a route", requestIn("pending"), []],
    ["whom the policy mails", { ...requestIn("pending"), emailRecipients: [cleo.id] }, [cleo.id]],
    [
      "whoever joins them when it is escalated",
      { ...requestIn("escalated"), emailRecipients: [cleo.id] },
      [cleo.id, "anna@acme.example", dora.id],
    ],
    ["nobody more when it is escalated without a route", requestIn("escalated"), []],
    [
      "all who may decide where its only channel failed",
      { ...requestIn("pending"), undelivered },
      ["anna@acme.example", ben.id, cleo.id],
    ],
    [
      "nobody more as long as one channel has it",
      { ...requestIn("pending"), slackChannels: ["C0PROD", "C0TWO"], undelivered },
      [],
    ],
    [
      "nobody as long as Teams can still ask them in person",
      {
        ...requestIn("pending"),
        slackChannels: [],
        teamsChannels: [teamsChannel],
        undelivered: [inTeams(teamsChannel)],
      },
      [],
    ],
    [
      "those alone whom Teams cannot ask in person either",
      {
        ...requestIn("pending"),
        slackChannels: [],
        teamsChannels: [teamsChannel],
        undelivered: [inTeams(teamsChannel), inTeams(ben.id)],
      },
      [ben.id],
    ],
    [
      "nobody more as long as the other chat has it",
      { ...requestIn("pending"), teamsChannels: [teamsChannel], undelivered },
      [],
    ],
    [
      "nobody more where only a mail failed",
      { ...requestIn("pending"), undelivered: [{ ...failed, surface: "email" as const, at: hoursLater(5) }] },
      [],
    ],
  ])("is %s", (_, request, people) => {
    expect(mailedPeopleOf(request)).toEqual(people);
  });
});
