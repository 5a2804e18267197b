import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLaunchedTeams } from "../support/launched-teams.ts";
import type { TeamsPage } from "../support/teams-page.ts";

let launched: Awaited<ReturnType<typeof startLaunchedTeams>>;
let teams: TeamsPage;

beforeAll(async () => {
  launched = await startLaunchedTeams();
  ({ teams } = launched);
}, 90_000);

afterAll(() => launched?.stop(), 30_000);

describe("in Microsoft's local Teams client", () => {
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
