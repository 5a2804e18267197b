import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError, readLauncherConfig } from "../../config.ts";
import { PartStartError } from "../parts/part.ts";
import { preferredPort } from "../port-plan.ts";
import { acmeTenant } from "./acme-tenant.ts";
import { startPlayground } from "./start-playground.ts";
import { teamsAddressFile } from "./teams-address-file.ts";

const usage = `npm run teams   opens Microsoft's local Teams client on the Countersign that \`npm start\` runs`;

class NotRunningError extends Error {
  override readonly name = "NotRunningError";
}

async function openTeams(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help) return say(usage);
  process.chdir(join(import.meta.dirname, "../../.."));
  const config = readLauncherConfig();
  const teamsUrl = await findLocalTeams(config.dataFolder);
  const stopSignal = watchStopSignals();
  say("Starting Microsoft's client ...");
  const client = await startPlayground({
    port: preferredPort(config.port, "teamsClient"),
    folder: join(config.dataFolder, "teams"),
    botUrl: `${teamsUrl}/api/messages`,
    environment: process.env,
  });
  const attached = await call(teamsUrl, "PUT", { url: client.url });
  if (!attached) {
    await client.stop();
    throw new NotRunningError(notRunning);
  }
  say(banner(teamsUrl));
  await stopSignal;
  say("\nStopping ...");
  await call(teamsUrl, "DELETE", {});
  await client.stop();
  process.exit(0);
}

const notRunning =
  "Countersign is not running. Type `npm start` in another terminal, wait for its address, then `npm run teams` here.";

/** Where the running launcher of this data folder takes what Teams' people do. */
async function findLocalTeams(dataFolder: string): Promise<string> {
  const url = (await readFile(teamsAddressFile(dataFolder), "utf8").catch(() => "")).trim();
  const isThere =
    url !== "" &&
    (await fetch(`${url}/openid`).then(
      ({ ok }) => ok,
      () => false,
    ));
  if (!isThere) throw new NotRunningError(notRunning);
  return url;
}

async function call(teamsUrl: string, method: string, body: object): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  return fetch(`${teamsUrl}/client`, { method, headers, body: JSON.stringify(body) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function banner(url: string): string {
  const { owner, team, channel } = acmeTenant;
  return [
    "",
    `  Teams  ${url}   ← open this`,
    "",
    "  Try it:",
    `   1. In ${team.name} → ${channel.name}, as ${owner.name}, write`,
    "        @Countersign rds-request snapshot prod-orders-01 because the schema changes tonight",
    "   2. Switch to Priya Nair at the top, press Approve on the card and Approve now below it; then be Lena Fischer.",
    "      Either of them may do it in Slack instead: each person counts once.",
    "   3. Watch the replies under the card.",
    "",
    "  Forms (dialogs), search while typing and the message extension are in the real Teams, not in this client.",
    "  Ctrl-C closes it; Countersign goes on.",
    "",
  ].join("\n");
}

function watchStopSignals(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve());
  return promise;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

openTeams().catch((error: unknown) => {
  const kinds = [NotRunningError, PartStartError, ConfigError];
  const isExplained = kinds.some((kind) => error instanceof kind) || error instanceof TypeError;
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${isExplained && error instanceof Error ? error.message : stack}\n`);
  process.exit(1);
});
