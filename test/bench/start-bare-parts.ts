import { join } from "node:path";
import { startDynamoDb } from "../../src/local/parts/dynamodb.ts";
import { startMailbox } from "../../src/local/parts/mailbox.ts";
import { startQueuesAndTopics } from "../../src/local/parts/queues-and-topics.ts";
import { startSlack } from "../../src/local/parts/slack.ts";
import { openSlackSecrets } from "../../src/local/parts/slack-secrets.ts";
import { acmeWorkspace } from "../../src/local/parts/workspace.ts";
import { startLocalRds } from "../../src/local/rds/local-rds.ts";

/** The embedded parts, all at once, with nothing on them; the folder they may use is the argument. */
const [, , folder = "."] = process.argv;
const workspace = acmeWorkspace("http://127.0.0.1:9/slack/events", await openSlackSecrets(folder));
const parts = await Promise.all([
  startDynamoDb({ dataFile: join(folder, "tables.sqlite"), port: 0 }),
  startQueuesAndTopics({ dataDir: join(folder, "messages"), port: 0 }),
  startMailbox({ port: 0 }),
  startLocalRds({ stateFile: join(folder, "rds.json") }),
  startSlack({ port: 0, configFile: join(folder, "slack.yaml"), workspace }),
]);
process.once("SIGTERM", async () => {
  await Promise.all(parts.map((part) => part.stop()));
  process.exit();
});
process.stdout.write("every part runs\n");
