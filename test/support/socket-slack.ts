import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import { answersWith } from "../../src/local/parts/answers-with.ts";
import { findFreePort } from "../../src/local/parts/free-port.ts";
import { findPlatformBinary } from "../../src/local/parts/platform-binary.ts";
import { startChild } from "../../src/local/parts/start-child.ts";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { makeTempFolder } from "../local/parts/temp-folder.ts";

/** Acme on a local-slack whose app listens over Socket Mode; its address. */
export async function startSocketSlack(tokens: {
  readonly botToken: string;
  readonly appToken: string;
}): Promise<string> {
  const folder = await makeTempFolder();
  const configFile = join(folder, "slack.yaml");
  const members = ["U0BOT", ...Object.values(acmePeople).map(({ id }) => id)];
  const app = { appId: "A0BOT", botUserId: "U0BOT", botName: "bot", signingSecret: "s", mode: "socket" };
  const config = {
    workspace: { name: "Acme", domain: "acme", teamId: "T0ACME" },
    apps: [{ ...app, ...tokens }],
    users: Object.values(acmePeople).map(({ id, name, realName, email }) => ({
      ...{ id, name, email },
      real_name: realName,
    })),
    channels: Object.values(acmeChannels).map(({ id, name }) => ({ id, name, members })),
  };
  await writeFile(configFile, stringify(config));
  const port = await findFreePort(0);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: "local-slack over Socket Mode",
    command: findPlatformBinary({
      packageName: `local-slack-${process.platform}-${process.arch}`,
      program: "bin/local-slack",
      otherwise: "",
    }),
    args: ["--config", configFile, "--port", String(port), "--base-host", "127.0.0.1", "--files-dir", folder],
    pidFile: `${configFile}.pid`,
    isReady: () => answersWith(`${url}/_control/state`, "T0ACME"),
  });
  onTestFinished(() => child.stop());
  return url;
}
