import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Config, ConfigError } from "../../config.ts";
import { makeSlackManifest } from "../../manifests/slack-manifest.ts";
import { makeAppPackage, makeTeamsManifest } from "../../manifests/teams-app.ts";
import { wireTeamsBot } from "../../wiring/wire-secrets.ts";
import { openDeployment } from "../open-deployment.ts";
import type { OperatorPlace } from "../operator-options.ts";
import { findPublicUrl } from "../public-url.ts";
import { complain, say } from "../say.ts";
import { silentLog } from "../silent-log.ts";

interface Asked {
  readonly surface: "slack" | "teams";
  readonly place: OperatorPlace;
  /** Instead of what the deployment says of itself. */
  readonly url: string | undefined;
  /** Of Slack's app; the usual one where it is left out. */
  readonly command: string | undefined;
  readonly appId: string | undefined;
  readonly to: string | undefined;
}

/** What to do with it goes to the error stream, so that the manifest can be piped. */
const slackSteps =
  "Paste it at https://api.slack.com/apps: Create New App → From a manifest, or an app's own App Manifest page; install it, then countersign secrets put slack.";
const teamsSteps = "With --to FILE it becomes the zip to upload.";
const zipSteps =
  "Upload it in the Teams admin center, or for yourself under Apps → Manage your apps → Upload an app.";

/** Asks the deployment only for what was not given. */
export async function printManifest({ surface, place, url, command, appId, to }: Asked): Promise<number> {
  let deployed: Promise<Config> | undefined;
  const deployment = () => {
    deployed ??= openDeployment(place).then(({ config }) => config);
    return deployed;
  };
  const publicUrl = url ?? (await findPublicUrl(await deployment()));
  if (surface === "slack") {
    const manifest = await makeSlackManifest(publicUrl, command);
    return to === undefined ? print(manifest, slackSteps) : write(to, manifest, slackSteps);
  }
  const app = {
    appId: appId ?? (await findAppId(await deployment())),
    domain: new URL(publicUrl).hostname,
  };
  return to === undefined
    ? print(await makeTeamsManifest(app), teamsSteps)
    : write(to, await makeAppPackage(app), zipSteps);
}

async function findAppId(config: Config): Promise<string> {
  const bot = await wireTeamsBot(config, silentLog).read();
  if (bot) return bot.current.appId;
  throw new ConfigError("Teams' secret has no value yet: countersign secrets put teams, or give --app-id.");
}

function print(manifest: string, steps: string): number {
  say(manifest.trimEnd());
  return complain(`\n${steps}`, 0);
}

async function write(file: string, content: string | Uint8Array, steps: string): Promise<number> {
  await writeFile(file, content);
  return complain(`${resolve(file)}\n${steps}`, 0);
}
