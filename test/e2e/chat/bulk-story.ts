import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

let launched: LaunchedChat;

beforeAll(async () => {
  launched = await startLaunchedChat();
}, 60_000);

afterAll(() => launched?.stop(), 30_000);

describe("on the chat page", () => {
  test("several databases are asked for in one line, approved once, and each one's end is in the thread", async () => {
    const { chat } = launched;
    await chat.actAs("Dana Reyes");
    await chat.openChannel("db-approvals");
    await chat.say("/rds-request reboot tag:team=platform parallel=2 because of the new kernel");
    await chat.cardShows("Waiting for approval · 0 of 1");
    const asked = await chat.textOf("card");

    await chat.actAs("Tom Okafor");
    await chat.press("Approve");
    await chat.sendForm("go ahead");
    await chat.cardShows(/^⛔ Failed after \d+ s · 2 of 3 done, 1 failed$/);
    const failed = await chat.textOf("card");
    await chat.openThread();
    // It is stopped.
    await chat.sees(/^⛔ dev-sandbox-01: failed: The instance is busy or stopped\./);
    const replies = await chat.replies();

    expect(asked).toContain("Reboot 3 instances");
    expect(asked).toMatch(/Instances\s+dev-mysql-01, dev-postgres-01, dev-sandbox-01/);
    expect(asked).toMatch(/At the same time\s+2/);
    expect(failed).toMatch(/Done\s+2 of 3/);
    expect(failed).toContain("then ask again for dev-sandbox-01");
    for (const name of ["dev-mysql-01", "dev-postgres-01"]) {
      expect(replies).toContainEqual(expect.stringMatching(new RegExp(`^✅ ${name}: done after \\d+ s\\.$`)));
    }
    const { request, events } = await launched.recordOf(failed);
    expect(request?.intent).toMatchObject({ kind: "bulk", parallelism: 2, parts: { length: 3 } });
    expect(findBrokenLink(events)).toBeUndefined();
    expect(launched.problems).toEqual([]);
  }, 90_000);
});
