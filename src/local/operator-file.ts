import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const wanted =
  /^(?:AWS_(?:ENDPOINT|ACCESS|SECRET|REGION)\w*|STAGE|TENANT|POLICY_FILE|SECRETS_KEY_ID|WEBHOOK\w*)$/;

/** What `countersign webhook --env-file` reads, in the data folder: the part of the functions' environment that operators need. */
export async function writeOperatorFile(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const file = join(folder, "operator.env");
  const lines = Object.entries(environment).flatMap(([name, value]) =>
    wanted.test(name) && value !== undefined ? [`${name}=${value}\n`] : [],
  );
  await writeFile(file, lines.join(""), { mode: 0o600 });
  return file;
}
