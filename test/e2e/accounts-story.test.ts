import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memberRoles } from "../../src/local/sts/sample-roles.ts";
import type { ChatPage } from "../support/chat-page.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

/** As `docs/accounts.md` says it. */
const accounts = `
accounts:
  - id: "123456789012"
    name: main
    regions: [eu-central-1]
  - id: "210987654321"
    name: ledger
    regions: [eu-west-1]
    reader_role: ${memberRoles.reader}
    operator_role: ${memberRoles.operator}
`;

let folder: string;
let launched: LaunchedChat;
let chat: ChatPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-policy-"));
  const policyFile = join(folder, "policy.yaml");
  await writeFile(policyFile, (await readFile("infra/policy.yaml", "utf8")) + accounts);
  launched = await startLaunchedChat({ POLICY_FILE: policyFile });
  chat = launched.chat;
}, 60_000);

afterAll(async () => {
  await launched?.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

test("a database of another account, whose name another one has too, is asked for, approved and rebooted there", async () => {
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-approvals");
  await chat.say("/rds-request reboot legacy-crm because it hangs");
  await chat.sees(/There are 2 instances named "legacy-crm"/);

  await chat.say("/rds-request reboot legacy-crm.eu-west-1.210987654321 because it hangs");
  await chat.cardShows("Waiting for approval · 0 of 1");
  const asked = await chat.textOf("card");
  await chat.actAs("Priya Nair");
  await chat.press("Approve");
  await chat.sees("Approve request");
  const form = await chat.textOf("form");
  await chat.sendForm();
  await chat.cardShows(/^✅ Done after \d+ s$/);

  expect(asked).toContain("ledger (210987654321), eu-west-1");
  expect(form).toContain("ledger (210987654321), eu-west-1");
  const { request } = await launched.recordOf(asked);
  const calls = await (await fetch(new URL("/_control/calls", launched.addressOf("RDS")))).json();
  expect(calls).toContainEqual(
    expect.objectContaining({
      action: "RebootDBInstance",
      session: { roleArn: memberRoles.operator, name: request?.id },
    }),
  );
  expect(launched.problems).toEqual([]);
}, 60_000);
