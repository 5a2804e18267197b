import { expect } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { LaunchedChat } from "../../support/launched-chat.ts";

async function failCloudWatch({ addressOf }: LaunchedChat): Promise<void> {
  await fetch(`${addressOf("CLOUDWATCH")}/_control/faults`, {
    method: "POST",
    body: JSON.stringify({ kind: "error", times: 1000 }),
  });
}

const asOfIn = (card: string) => /As of\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC/.exec(card)?.[1] ?? "";

/** What the pre-flight finds, Refresh and its minute, and a CloudWatch that does not answer: it stays so. */
export async function filledInAndRefreshed(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-production");
  await chat.say("/rds-request reboot prod-orders-01 force_failover=yes because of the kernel patch");
  await chat.cardShows("Waiting for approval · 0 of 2");
  await chat.cardShows(/^As of/);

  const filled = await chat.textOf("card");
  expect(filled).toMatch(/available · db\.r6g\.xlarge · postgres 16\.4 · Multi-AZ/);
  expect(filled).toMatch(/\d+ % now · \d+ % average · \d+ % peak/);
  expect(filled).toMatch(/prod-orders-01-replica: available, replicating, \d+ s behind/);
  expect(filled).toMatch(/last snapshot [\d.]+ (s|min|h) old, automated/);
  expect(filled).toMatch(/02:00-02:30 UTC, (opens in|open now, closes in) /);
  expect(filled).toContain("class db.r6g.xlarge → db.r6g.2xlarge");
  expect(filled).toContain("USER_RebootInstance");

  await chat.press("Refresh");
  await chat.sees(/You can refresh it in \d+ s/);

  await failCloudWatch(launched);
  await chat.actAs("Olga Petrova");
  await expect
    .poll(
      async () => {
        await chat.press("Refresh");
        return asOfIn(await chat.textOf("card"));
      },
      { timeout: 40_000, interval: 1000 },
    )
    .not.toBe(asOfIn(filled));
  await chat.cardShows("No answer from CloudWatch");

  const refreshed = await chat.textOf("card");
  expect(refreshed).toMatch(/CPU, last hour\s+unknown/);
  expect(refreshed).toMatch(/available · db\.r6g\.xlarge/);
  const { request, events } = await launched.recordOf(refreshed);
  expect(findBrokenLink(events)).toBeUndefined();
  expect(request?.status).toBe("pending");
  expect(events.map(({ kind }) => kind)).toEqual([
    "created",
    "preflight-read",
    "preflight-asked",
    "preflight-read",
  ]);
}
