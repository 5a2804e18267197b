import { ModifyDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { expect } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { LaunchedChat } from "../../support/launched-chat.ts";
import { stepKindsOf } from "../steps-of.ts";

/** Somebody else leaves a modification pending, past Countersign. */
async function leavePending(launched: LaunchedChat, instanceId: string, storageGib: number): Promise<void> {
  const rds = new RDSClient(launched.accessTo("RDS"));
  await rds.send(
    new ModifyDBInstanceCommand({ DBInstanceIdentifier: instanceId, AllocatedStorage: storageGib }),
  );
  rds.destroy();
}

/** A modification that somebody else leaves pending is shown to the approvers before it is applied along. */
export async function changedSinceTheApproval(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-approvals");
  await chat.say(
    "/rds-request class staging-orders-01 instance_class=db.r6g.2xlarge apply_immediately=yes because of the load test",
  );
  await chat.cardShows("Waiting for approval · 0 of 1");
  expect(await chat.textOf("card")).toContain("db.r6g.large → db.r6g.2xlarge");
  await leavePending(launched, "staging-orders-01", 150);

  await chat.actAs("Tom Okafor");
  await chat.press("Approve");
  await chat.sendForm("go ahead");
  await chat.cardShows("Changed since it was approved");

  const drifted = await chat.textOf("card");
  expect(drifted).toContain("none → 150");
  expect(drifted).toContain("Also applied");
  expect(drifted).toContain("raised");
  expect(drifted).not.toContain("Tom Okafor approved");
  expect(drifted).toMatch(/Safety snapshot\s+staging-orders-01-before-req-/);
  await chat.cardShows("Waiting for approval · 0 of 2");
  for (const approver of ["Tom Okafor", "Lena Fischer"]) {
    await chat.actAs(approver);
    await chat.press("Approve");
    await chat.sendForm();
    await chat.cardShows(`✅ ${approver} approved`);
  }
  await chat.openThread();
  await chat.sees(/^▶️ The safety snapshot staging-orders-01-before-req-\w+ is there\./);
  await chat.cardShows(/^✅ Done after \d+ s$/);
  const done = await chat.textOf("card");
  expect(done).toMatch(/Verified class\s+db\.r6g\.2xlarge/);
  expect(done).toMatch(/Safety snapshot\s+staging-orders-01-before-req-/);

  await chat.press("Revert");
  await chat.sees(/is waiting for approval: Change the instance class of staging-orders-01/);
  await chat.cardShows("Waiting for approval · 0 of 1");
  const revert = await chat.textOf("card");
  expect(revert).toContain("db.r6g.2xlarge → db.r6g.large");
  expect(revert).toContain("Reverts");

  const { request, events } = await launched.recordOf(done);
  expect(findBrokenLink(events)).toBeUndefined();
  expect(request?.status).toBe("executed");
  expect(stepKindsOf(events)).toEqual([
    "created",
    "approved",
    "drifted",
    "approved",
    "approved",
    "claimed",
    "completed",
  ]);
}
