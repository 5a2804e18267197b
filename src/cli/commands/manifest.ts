import { err, ok } from "../../core/result.ts";
import { slackCommandPattern } from "../../manifests/slack-command.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";

const text = { type: "string" } as const;
const surfaces = ["slack", "teams"] as const;

export const manifest = defineCommand("manifest", {
  usage: `countersign manifest slack|teams [--url URL] [--command /NAME] [--app-id ID] [--to FILE]
                    ${operatorUsage}
                                  prints the app's manifest with the deployment's address in it; with --to, writes
                                  it, for Teams as the zip to upload. --url is its address where it has a name of
                                  its own, --command Slack's for it where /rds-request is another app's, --app-id
                                  the bot's where Teams' secret is not put yet`,
  options: { ...operatorOptions, url: text, command: text, "app-id": text, to: text },
  words: ["slack or teams"],
  parse: ({ url, command, "app-id": appId, to, ...place }, [word]) => {
    const surface = surfaces.find((one) => one === word);
    if (!surface) return err("Whose manifest: slack or teams?");
    if (url !== undefined && !URL.canParse(url))
      return err("--url: an address such as https://countersign.acme.example.");
    if (command !== undefined && !slackCommandPattern.test(command))
      return err("--command: a slash and up to 31 of a-z, 0-9, - and _, such as /rds-request-dev.");
    if (surface === "teams" && command !== undefined) return err("--command is of Slack alone.");
    if (surface === "slack" && appId !== undefined) return err("--app-id is of Teams alone.");
    return ok({ surface, place, url, command, appId, to });
  },
  run: async (asked) => {
    const { printManifest } = await import("../manifest/print-manifest.ts");
    return printManifest(asked);
  },
});
