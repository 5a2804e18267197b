import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { AccessKey } from "../host/iam-authorizer.ts";
import type { SlackPerson } from "./workspace.ts";

/** The account of the sample instances, and the role by which the sample policy knows Acme's people. */
const sampleRole = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developers_0123456789abcdef";

const keyFileSchema = z
  .string()
  .regex(/^KEY=\w+\nSECRET=\w+\n$/, "not KEY=... and SECRET=...")
  .transform((text) => {
    const [accessKeyId = "", secretAccessKey = ""] = text.split("\n").map((line) => line.split("=")[1]);
    return { accessKeyId, secretAccessKey };
  });

/**
 * An access key for each of the people, in a file of two lines for the shell, `KEY=` and `SECRET=`, that only its owner can
 * read: `api-keys/NAME.env`. Random, and kept from start to start.
 */
export async function openAccessKeys(
  dataFolder: string,
  people: readonly Pick<SlackPerson, "name" | "email">[],
): Promise<readonly AccessKey[]> {
  const folder = join(dataFolder, "api-keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return Promise.all(
    people.map(async ({ name, email }) => {
      const text = await openKeyFile(join(folder, `${name}.env`));
      return { ...keyFileSchema.parse(text), arn: `${sampleRole}/${email}` };
    }),
  );
}

async function openKeyFile(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return kept;
  // As long as AWS's own.
  const key = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`;
  const made = `KEY=${key}\nSECRET=${randomBytes(20).toString("hex")}\n`;
  await writeFile(`${file}.new`, made, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}
