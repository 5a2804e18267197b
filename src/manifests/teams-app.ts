import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import { ManifestError } from "./manifest-error.ts";

const folder = join(import.meta.dirname, "../../manifests/teams");
/** What stands in the manifest for the app's id and for the host name. */
const placeholders = { appId: "00000000-0000-0000-0000-000000000000", domain: "countersign.example.com" };
/** Any one does, as long as it is the same each time: the zip of the same app is the same file. */
const writtenAt = new Date(2026, 0, 1);

const ownAddressSchema = z.object({
  appId: z
    .guid(
      "the app's id, as the Azure portal shows it for the bot: eight, four, four, four and twelve characters",
    )
    .refine((id) => id !== placeholders.appId, "an id of your own, not the placeholder"),
  domain: z
    .string()
    .toLowerCase()
    .regex(
      /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/,
      "a host name alone, such as countersign.acme.example: no https://, no path, no port",
    ),
});

/** What stands in the manifest for this app alone. */
export interface TeamsApp {
  /** The bot's id in Entra. */
  readonly appId: string;
  /** The host name that people's browsers reach it by. */
  readonly domain: string;
}

/** The manifest with the app's id and host name filled in. Throws a `ManifestError` where they are none. */
export async function makeTeamsManifest(given: TeamsApp): Promise<string> {
  const parsed = ownAddressSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new ManifestError(problems.join("\n"));
  }
  const template = await readFile(join(folder, "manifest.json"), "utf8");
  return template
    .replaceAll(placeholders.appId, parsed.data.appId)
    .replaceAll(placeholders.domain, parsed.data.domain);
}

/** The zip to upload in Teams: the manifest with the app's id and host name filled in, and its icons. */
export async function makeAppPackage(given: TeamsApp): Promise<Uint8Array> {
  const [manifest, color, outline] = await Promise.all([
    makeTeamsManifest(given),
    readFile(join(folder, "color.png")),
    readFile(join(folder, "outline.png")),
  ]);
  const files = { "manifest.json": strToU8(manifest), "color.png": color, "outline.png": outline };
  return zipSync(files, { mtime: writtenAt });
}
