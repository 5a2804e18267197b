import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { makeDynamoDbAuditLog } from "../../src/aws/dynamodb/audit-log.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { operatorFileName } from "../../src/config.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { makeDataFolder, startLauncher } from "../local/launcher.ts";
import { startBrowser } from "./browser.ts";
import { openChatPage } from "./chat-page.ts";

export type LaunchedChat = Awaited<ReturnType<typeof startLaunchedChat>>;

/** What `npm start` prints last before it works. */
const bannerEnd = "Ctrl-C stops everything.";

/** `npm start` on free ports and a folder of its own, and a browser on its chat page. */
export async function startLaunchedChat(environment: Readonly<Record<string, string>> = {}) {
  const folder = await makeDataFolder();
  const launcher = startLauncher({
    environment: { COUNTERSIGN_DATA: folder.data, PORT: "0", LOG_LEVEL: "silent", ...environment },
  });
  await launcher.says(bannerEnd);
  const parts = parseEnv(await readFile(join(folder.data, operatorFileName), "utf8"));
  const browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const chat = await openChatPage(page, launcher.address("Chat"));
  return {
    chat,
    /** What the host has complained of so far. */
    get problems(): readonly string[] {
      const [, said = ""] = launcher.said().split(bannerEnd);
      return said.split("\n").filter((line) => line.trim() !== "");
    },
    inboxUrl: launcher.address("Inbox"),
    teamsUrl: launcher.address("Teams"),
    dataFolder: folder.data,
    addressOf,
    accessTo,
    recordOf,
    /** One more window, as wide as a phone. */
    openPhone: () => browser.newPage({ viewport: { width: 390, height: 844 } }),
    openPage: (viewport: { readonly width: number; readonly height: number }) =>
      browser.newPage({ viewport }),
    stop,
  };

  /** The address of an embedded part: RDS, CLOUDWATCH. */
  function addressOf(part: string): string {
    return parts[`AWS_ENDPOINT_URL_${part}`] ?? "";
  }

  /** What a client of that part needs. */
  function accessTo(part: string) {
    const { AWS_REGION: region = "" } = parts;
    const credentials = { accessKeyId: "embedded", secretAccessKey: "embedded" };
    return { endpoint: addressOf(part), region, credentials };
  }

  /** The request that a card shows, and its events, from the tables. */
  async function recordOf(card: string) {
    const id = requestIdSchema.parse(/req-[0-9a-z]{10}(?!.*req-)/s.exec(card)?.[0]);
    const client = makeDocumentClient(accessTo("DYNAMODB"));
    const tables = tableNamesOf("local");
    const request = await makeDynamoDbRequestStore(client, tables).find(id);
    const events = await makeDynamoDbAuditLog(client, tables).list(id);
    client.destroy();
    return { request, events };
  }

  async function stop(): Promise<void> {
    await browser.close();
    launcher.signal("SIGTERM");
    await launcher.ended;
    await folder.remove();
  }
}
