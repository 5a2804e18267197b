import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient, ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { openChat } from "../local/chat.ts";
import { makeDataFolder, startLauncher } from "../local/launcher.ts";
import { eventually } from "../support/eventually.ts";
import { openInbox } from "../support/inbox.ts";

test("a workflow waits for a person, who is asked in chat and by mail, and goes on; nothing that resumes it is to be read anywhere", async () => {
  const { data, remove } = await makeDataFolder();
  onTestFinished(remove);
  const environment = { COUNTERSIGN_DATA: data, PORT: "0", LOG_LEVEL: "trace" };
  const launcher = startLauncher({ environment });
  onTestFinished(async () => {
    launcher.signal("SIGKILL");
    await launcher.ended;
  });
  await launcher.says("Ctrl-C stops everything");
  const chat = openChat(launcher.address("Chat"));
  const { PATH, HOME } = process.env;
  const ordered = promisify(execFile)(process.execPath, ["src/local/workflows/order-review.ts"], {
    env: { PATH, HOME, COUNTERSIGN_DATA: data, NODE_NO_WARNINGS: "1" },
  });

  const card = await chat.card(acmeChannels.approvals.id, "Which of these is a prime number?");
  const [execution] = JSON.parse(await readFile(join(data, "executions.json"), "utf8"));
  const token: string = execution.position.task.token;
  const [mail] = await openInbox(launcher.address("Inbox")).holds(1);
  await chat.approve(acmePeople.lena.id, card, acmeChannels.approvals.id);
  const { stdout } = await ordered;
  const thread = await eventually("the end in the thread", async () =>
    (await chat.messages(acmeChannels.approvals.id)).find(
      ({ thread_ts, text }) => thread_ts === card.ts && text.includes("goes on"),
    ),
  );
  const tables = await readTables(data);
  launcher.signal("SIGTERM");
  const { said } = await launcher.ended;

  expect(JSON.stringify(card)).toContain("2. 97");
  expect(mail?.subject).toContain("Review of an examination question");
  expect(stdout).toContain("SUCCEEDED");
  expect(stdout).toContain('"decision":"approved"');
  expect(thread.text).toContain("The workflow was told, and goes on.");
  expect(tables).toContain('"approved"');
  expect(token).toMatch(/^AQC/);
  for (const text of [tables, said, JSON.stringify(card), JSON.stringify(mail)]) {
    expect(text).not.toContain(token.slice(0, 40));
  }
}, 90_000);

/** Everything that the tables hold, as it lies there. */
async function readTables(data: string): Promise<string> {
  const variables = await readFile(join(data, "on-premises/aws.env"), "utf8");
  const [, endpoint = ""] = /^AWS_ENDPOINT_URL_DYNAMODB=(.*)$/m.exec(variables) ?? [];
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  onTestFinished(() => client.destroy());
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const scans = TableNames.map((TableName) => client.send(new ScanCommand({ TableName })));
  return JSON.stringify((await Promise.all(scans)).map(({ Items }) => Items));
}
