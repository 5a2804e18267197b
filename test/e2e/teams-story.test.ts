import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import type { ChatPage } from "../support/chat-page.ts";
import { startLaunchedTeams } from "../support/launched-teams.ts";
import type { TeamsPage } from "../support/teams-page.ts";
import { stepsOf } from "./steps-of.ts";

let launched: Awaited<ReturnType<typeof startLaunchedTeams>>;
let teams: TeamsPage;
let slack: ChatPage;

beforeAll(async () => {
  launched = await startLaunchedTeams();
  ({ teams, chat: slack } = launched);
}, 90_000);

afterAll(() => launched?.stop(), 30_000);

describe("in Microsoft's local Teams client", () => {
  test("a snapshot of production is asked for, approved by two others, made, and followed in the thread", async () => {
    await teams.actAs("Dana Reyes");
    await teams.openChannel("db-approvals");
    await teams.say(
      "rds-request snapshot prod-orders-01 because the schema changes *tonight* & <b>so on</b>",
    );
    await teams.sees("⏳ Waiting for approval · 0 of 2");
    await teams.sees("Cancel request");
    // The pre-flight draws the card anew, and with that closes what a press has opened.
    await teams.sees(/^As of /);
    expect(await teams.text()).toContain("“the schema changes *tonight* & <b>so on</b>”");

    await teams.actAs("Priya Nair");
    await teams.press("Approve");
    await teams.nextPressIsOf("Dana Reyes");
    await teams.press("Approve now");
    await teams.sees("You asked for this yourself, so somebody else has to approve it.");

    await teams.actAs("Priya Nair");
    await teams.press("Approve");
    await teams.fill("Comment", "looks fine");
    await teams.press("Approve now");
    await teams.sees("⏳ Waiting for approval · 1 of 2");

    await teams.actAs("Lena Fischer");
    await teams.press("Approve");
    await teams.press("Approve now");
    await teams.sees(/^✅ Done after \d+ s$/);
    await teams.sees(/^✅ Done after \d+ s\.$/);

    const text = await teams.text();
    expect(text).toMatch(/✅ Priya Nair approved\s+.*\s+“looks fine”/);
    expect(text).toContain("✅ Lena Fischer approved");
    expect(text).toMatch(
      /▶️ Started\.[\s\S]+▶️ RDS is creating the snapshot[\s\S]+% · snapshot creating[\s\S]+✅ Done after/,
    );
    for (const name of ["Dana Reyes", "Olga Petrova"]) {
      await teams.actAs(name);
      await teams.sees(/^✅ Done after \d+ s$/);
      expect(await teams.text()).not.toMatch(/^(Approve|Reject|Cancel request)$/m);
    }
    const { events } = await launched.recordOf(text);
    expect(findBrokenLink(events)).toBeUndefined();
    expect(stepsOf(events)).toEqual([
      "created dana.reyes@acme.example",
      "refused dana.reyes@acme.example",
      "approved priya.nair@acme.example",
      "approved lena.fischer@acme.example",
      "claimed system:run",
      "completed system:run",
    ]);
    expect(launched.problems).toEqual([]);
  }, 120_000);

  test("what is asked for in Slack is approved in both chats by two people, and each of them counts once", async () => {
    await slack.actAs("Dana Reyes");
    await slack.openChannel("db-production");
    await slack.say("/rds-request reboot prod-orders-01 because a parameter waits for it");
    await slack.cardShows("Waiting for approval · 0 of 2");
    const card = await slack.textOf("card");

    await slack.actAs("Priya Nair");
    await slack.press("Approve");
    await slack.sendForm("from Slack");
    await slack.cardShows("Waiting for approval · 1 of 2");
    await teams.actAs("Tom Okafor");
    await teams.sees("⏳ Waiting for approval · 1 of 2");
    await teams.sees(/^As of /);
    await teams.press("Approve");
    await teams.nextPressIsOf("Priya Nair");
    await teams.press("Approve now");
    await teams.sees("You have already approved this request. Each person counts once.");
    await teams.actAs("Tom Okafor");
    await teams.press("Approve");
    await teams.fill("Comment", "from Teams");
    await teams.press("Approve now");
    await slack.cardShows(/^✅ Done after \d+ s$/);
    await teams.seesNoMore(/Waiting for approval/);

    const { request } = await launched.recordOf(card);
    expect(request?.status).toBe("executed");
    expect(request?.decisions.map(({ by, surface }) => `${by.id} ${surface}`)).toEqual([
      "priya.nair@acme.example slack",
      "tom.okafor@acme.example teams",
    ]);
    const [inSlack, inTeams] = [await slack.textOf("card"), await teams.text()];
    for (const text of [inSlack, inTeams]) {
      expect(text).toContain("✅ Priya Nair approved");
      expect(text).toContain("“from Slack”");
      expect(text).toContain("✅ Tom Okafor approved");
      expect(text).toContain("“from Teams”");
    }
    const [outcome = ""] = /✅ Done after \d+ s$/m.exec(inSlack) ?? [];
    expect(inTeams).toContain(outcome);
    expect(launched.problems).toEqual([]);
  }, 120_000);

  test("one's own chat has a home, in which one's own request is cancelled, and which shows what became of it", async () => {
    await teams.actAs("Dana Reyes");
    await teams.openChannel("db-approvals");
    await teams.say("rds-request snapshot staging-orders-01 because of the home");
    await teams.sees("⏳ Waiting for approval · 0 of 1");

    await teams.openOwnChat();
    await teams.press("Open home");
    await teams.sees("Mine");
    await teams.sees("Create a snapshot of staging-orders-01");
    await teams.press("Cancel request");
    await teams.press("Cancel request now");

    await teams.sees("Create a snapshot of staging-orders-01: You have cancelled this.");
    await teams.sees("Cancelled by Dana Reyes");
    expect(launched.problems).toEqual([]);
  }, 90_000);
});
