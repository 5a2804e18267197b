import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDynamoDbAuditLog } from "../../src/aws/dynamodb/audit-log.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { readLauncherConfig } from "../../src/config.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { launch } from "../../src/local/launch.ts";
import { startBrowser } from "./browser.ts";
import { openChatPage } from "./chat-page.ts";

export type LaunchedChat = Awaited<ReturnType<typeof startLaunchedChat>>;

/**
 * All of `npm start` in this process on free ports and a folder of its own, and a browser on its chat page. `problems` holds
 * what the host complained of. One for a test file: the environment is the process's.
 */
export async function startLaunchedChat() {
  const dataFolder = await mkdtemp(join(tmpdir(), "countersign-chat-"));
  process.env.LOG_LEVEL = "silent";
  const problems: unknown[] = [];
  const config = readLauncherConfig({ COUNTERSIGN_DATA: dataFolder, PORT: "0" });
  const report = (problem: unknown) => problems.push(problem);
  const launched = await launch(config, process.env, { isFresh: false, report });
  const browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const chat = await openChatPage(page, launched.chatUrl ?? "");
  return {
    chat,
    problems,
    inboxUrl: launched.inboxUrl ?? "",
    teamsUrl: launched.teamsUrl ?? "",
    dataFolder,
    recordOf,
    /** One more window, as wide as a phone. */
    openPhone: () => browser.newPage({ viewport: { width: 390, height: 844 } }),
    openPage: (viewport: { readonly width: number; readonly height: number }) =>
      browser.newPage({ viewport }),
    stop,
  };

  /** The request that a card shows, and its events, from the tables. */
  async function recordOf(card: string) {
    const id = requestIdSchema.parse(/req-[0-9a-z]{10}(?!.*req-)/s.exec(card)?.[0]);
    const client = makeDocumentClient();
    const tables = tableNamesOf("local");
    const request = await makeDynamoDbRequestStore(client, tables).find(id);
    const events = await makeDynamoDbAuditLog(client, tables).list(id);
    client.destroy();
    return { request, events };
  }

  async function stop(): Promise<void> {
    await browser.close();
    await launched.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
