import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { answersWith } from "../parts/answers-with.ts";
import { type Part, PartStartError } from "../parts/part.ts";
import { startChild } from "../parts/start-child.ts";
import { startOnFreePort } from "../parts/start-on-free-port.ts";
import { acmeTenant, type TeamsMember } from "./acme-tenant.ts";

export interface PlaygroundOptions {
  readonly port: number;
  /** Where its configuration and its log go. */
  readonly folder: string;
  /** Where it sends what people do. */
  readonly botUrl: string;
  /** What it is started with besides its own settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts Microsoft's local client on the preferred port or the next free one, with Acme's people and places. It keeps its messages
 * in memory. Throws a `PartStartError` where it is not installed.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Part> {
  const { port, folder } = options;
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, "playground.yml");
  await writeFile(configFile, stringify(playgroundConfig()));
  return startOnFreePort(port, (freePort) => startOn(freePort, configFile, options));
}

async function startOn(
  port: number,
  configFile: string,
  { folder, botUrl, environment }: PlaygroundOptions,
): Promise<Part> {
  const name = "Microsoft 365 Agents Playground";
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name,
    command: process.execPath,
    args: [
      findPlayground(),
      "start",
      ...["--app-endpoint", botUrl],
      ...["--channel-id", "msteams"],
      ...["--port", String(port)],
      "--disable-telemetry",
    ],
    environment: {
      ...environment,
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, "playground.log"),
      // It would open a browser by itself, and dies where there is none.
      TEAMSAPPTESTER_BROWSER: "none",
    },
    // Not one of the launcher's own, which ends at its start what an earlier one left behind.
    pidFile: join(folder, "playground.process"),
    // It listens before it has read its configuration, and moves to another port where this one is taken.
    isReady: () => answersWith(`${url}/_internal/v1/config`, acmeTenant.channel.id),
    readyWithinMs: 30_000,
  });
  return { name, url, stop: child.stop };
}

function findPlayground(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve("@microsoft/m365agentsplayground/package.json");
    return join(dirname(manifest), "cli.js");
  } catch (cause) {
    throw new PartStartError("@microsoft/m365agentsplayground is not installed. Try: npm install", { cause });
  }
}

/** As its own schema wants it, "userPrincipleName" too. */
function playgroundConfig(): object {
  const { id, bot, owner, members, personalChat, groupChat, team, channel } = acmeTenant;
  return {
    version: "0.1.1",
    tenantId: id,
    bot,
    currentUser: userOf(owner),
    users: members.filter((member) => member !== owner).map(userOf),
    personalChat,
    groupChat,
    team: { ...team, channels: [channel] },
  };
}

function userOf({ userPrincipalName, ...member }: TeamsMember): object {
  return { ...member, userPrincipleName: userPrincipalName };
}
