import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";

const folder = join(import.meta.dirname, "../../../manifests/teams");
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

/** The id or the host name of an app package are none; the message says what they should be. */
export class AppPackageError extends Error {
  override readonly name = "AppPackageError";
}

/** The zip to upload in Teams: the manifest with the app's id and host name filled in, and its icons. */
export async function makeAppPackage(given: {
  readonly appId: string;
  readonly domain: string;
}): Promise<Uint8Array> {
  const parsed = ownAddressSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new AppPackageError(problems.join("\n"));
  }
  const [template, color, outline] = await Promise.all([
    readFile(join(folder, "manifest.json"), "utf8"),
    readFile(join(folder, "color.png")),
    readFile(join(folder, "outline.png")),
  ]);
  const manifest = template
    .replaceAll(placeholders.appId, parsed.data.appId)
    .replaceAll(placeholders.domain, parsed.data.domain);
  const files = { "manifest.json": strToU8(manifest), "color.png": color, "outline.png": outline };
  return zipSync(files, { mtime: writtenAt });
}
