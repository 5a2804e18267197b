import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { SecretsError } from "./secrets-error.ts";

const versionSchema = z.object({
  id: z.string(),
  text: z.string(),
  /** Unix seconds. */
  createdAt: z.number(),
  stages: z.array(z.string()),
});
const bookSchema = z.record(z.string(), z.array(versionSchema));

export type Version = z.infer<typeof versionSchema>;

export type SecretBook = ReturnType<typeof openSecretBook>;

const arnStart = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:";

/** Every secret by its name with the versions that have a stage, kept in the file, which its owner alone may read. */
export function openSecretBook(file: string) {
  const book = new Map(
    Object.entries(existsSync(file) ? bookSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : {}),
  );

  return {
    /** As Secrets Manager has it, with six characters after the name. */
    arnOf: (name: string) =>
      `${arnStart}${name}-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`,

    create(name: string): void {
      if (book.has(name)) {
        throw new SecretsError(
          "ResourceExistsException",
          `The operation failed because the secret ${name} already exists.`,
        );
      }
      book.set(name, []);
      keep();
    },

    /** The name that a name or an ARN stands for. */
    nameOf(id: string): string {
      const name = id.startsWith(arnStart) ? id.slice(arnStart.length) : id;
      const found = [name, name.replace(/-[0-9a-f]{6}$/, "")].find((one) => book.has(one));
      if (found === undefined)
        throw new SecretsError(
          "ResourceNotFoundException",
          "Secrets Manager can't find the specified secret.",
        );
      return found;
    },

    versionsOf: (name: string): readonly Version[] => book.get(name) ?? [],

    /** The stages go over to the new version; what was current becomes the previous one. */
    put(name: string, version: Version): void {
      const others = (book.get(name) ?? []).map((one) => {
        const isOut = version.stages.includes("AWSCURRENT") && one.stages.includes("AWSCURRENT");
        const left = one.stages.filter((stage) => !version.stages.includes(stage) && stage !== "AWSPREVIOUS");
        return { ...one, stages: isOut ? [...left, "AWSPREVIOUS"] : left };
      });
      book.set(name, [version, ...others.filter(({ stages }) => stages.length > 0)]);
      keep();
    },
  };

  function keep(): void {
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(book)), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
