import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ManifestError } from "./manifest-error.ts";
import { usualSlackCommand } from "./slack-command.ts";

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});
const manifestFile = join(import.meta.dirname, "../../manifests/slack/manifest.yaml");
/** What stands in the manifest for the deployment's address. */
const placeholder = "https://countersign.example.com";

/** What the Slack app's bot may do, as its manifest asks for it. */
export async function readManifestScopes(): Promise<readonly string[]> {
  const manifest = manifestSchema.parse(parse(await readFile(manifestFile, "utf8")));
  return manifest.oauth_config.scopes.bot;
}

/**
 * The manifest as Slack takes it, with the deployment's address and its command filled in. Throws a `ManifestError` for an address that Slack would not
 * send anything to.
 */
export async function makeSlackManifest(publicUrl: string, command = usualSlackCommand): Promise<string> {
  const { protocol, origin, pathname } = new URL(publicUrl);
  if (protocol !== "https:") {
    throw new ManifestError(`Slack sends to https:// alone, not to ${publicUrl}: give an address by --url.`);
  }
  const manifest = await readFile(manifestFile, "utf8");
  return manifest
    .replace(/^(#.*\n)+/, "")
    .replace(usualSlackCommand, () => command)
    .replaceAll(placeholder, () => `${origin}${pathname.replace(/\/+$/, "")}`);
}
