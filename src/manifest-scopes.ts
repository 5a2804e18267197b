import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});
const manifestFile = join(import.meta.dirname, "../manifests/slack/manifest.yaml");

/** What the Slack app's bot may do, as its manifest asks for it. */
export async function readManifestScopes(): Promise<readonly string[]> {
  const manifest = manifestSchema.parse(parse(await readFile(manifestFile, "utf8")));
  return manifest.oauth_config.scopes.bot;
}
