import { expect } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { LaunchedChat } from "../../support/launched-chat.ts";

/** Three databases under one approval, of which one cannot be rebooted. */
export async function severalInOneLine(launched: LaunchedChat): Promise<void> {
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
}
