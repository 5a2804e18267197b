import { chmod, writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { answersWith } from "./answers-with.ts";
import type { Part } from "./part.ts";
import { findPlatformBinary } from "./platform-binary.ts";
import { startChild } from "./start-child.ts";
import { startOnFreePort } from "./start-on-free-port.ts";
import type { SlackWorkspace } from "./workspace.ts";

export interface SlackOptions {
  readonly port: number;
  /** Written anew at each start, readable for its owner alone; one running part for each file. */
  readonly configFile: string;
  readonly workspace: SlackWorkspace;
}

/**
 * Starts local-slack, a workspace to click in, on the preferred port or the next free one: its page is at `url`, its
 * Web API at `url` + `/api/`. Channels, people and secrets are the workspace's; messages are kept in memory. Throws a
 * `PartStartError` on machines for which no package of it is installed.
 */
export async function startSlack({ port, configFile, workspace }: SlackOptions): Promise<Part> {
  const command = findPlatformBinary({
    packageName: `local-slack-${process.platform}-${process.arch}`,
    program: "bin/local-slack",
    otherwise: "Or set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET to use a workspace of your own.",
  });
  await writeFile(configFile, stringify(toConfig(workspace)), { mode: 0o600 });
  // The mode above holds for a new file only.
  await chmod(configFile, 0o600);
  return startOnFreePort(port, (freePort) => startOn(freePort, command, configFile, workspace));
}

async function startOn(
  port: number,
  command: string,
  configFile: string,
  workspace: SlackWorkspace,
): Promise<Part> {
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: "Slack (local-slack)",
    command,
    args: [
      ...["--config", configFile],
      ...["--port", String(port)],
      // Ends up in every response_url; "localhost" may lead to ::1, where nobody listens.
      ...["--base-host", "127.0.0.1"],
      // Otherwise a folder under the system's temporary one, left behind when killed.
      ...["--files-dir", `${configFile}.files`],
    ],
    pidFile: `${configFile}.pid`,
    isReady: () => answersWith(`${url}/_control/state`, `"teamId":"${workspace.teamId}"`),
  });
  return { name: "Slack (local-slack)", url, stop: child.stop };
}

function toConfig({ teamId, name, domain, app, people, channels }: SlackWorkspace): object {
  const members = [app.botUserId, ...people.map(({ id }) => id)];
  return {
    workspace: { name, domain, teamId },
    apps: [
      {
        appId: app.id,
        botUserId: app.botUserId,
        botName: app.botName,
        ...app.secrets,
        mode: "events",
        requestUrl: app.requestUrl,
      },
    ],
    users: people.map((person) => ({
      id: person.id,
      name: person.name,
      real_name: person.realName,
      email: person.email,
      tz: "Etc/UTC",
    })),
    channels: channels.map((channel) => ({ ...channel, members })),
  };
}
