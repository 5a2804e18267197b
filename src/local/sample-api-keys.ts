import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createApiKey } from "../app/api/create-api-key.ts";
import type { ApiKeyStore } from "../app/ports/api-key-store.ts";
import { makeDynamoDbApiKeyStore } from "../aws/dynamodb/api-key-store.ts";
import { makeDocumentClient } from "../aws/dynamodb/document-client.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { newApiKeyToken } from "../chance/new-api-key-token.ts";
import { isGood, parseApiKeyToken } from "../core/api/api-key.ts";
import type { Role } from "../core/api/role.ts";
import { personIdSchema } from "../core/person.ts";
import { acmePeople, type SlackPerson } from "./parts/workspace.ts";

const keptDays = 366;

/**
 * An API key for each of the sample people, its token in a file that only its owner can read: `api-keys/NAME.token`. Kept from
 * start to start, as long as it is good.
 */
export async function makeSampleApiKeys(
  dataFolder: string,
  { stage, tenant }: { readonly stage: string; readonly tenant: string },
): Promise<void> {
  const folder = join(dataFolder, "api-keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = makeDocumentClient();
  const keys = makeDynamoDbApiKeyStore(client, tableNamesOf(stage));
  try {
    await Promise.all(Object.values(acmePeople).map((person) => openKey(keys, folder, person, tenant)));
  } finally {
    client.destroy();
  }
}

async function openKey(keys: ApiKeyStore, folder: string, person: SlackPerson, tenant: string) {
  const file = join(folder, `${person.name}.token`);
  const now = new Date();
  const kept = parseApiKeyToken((await readFile(file, "utf8").catch(() => "")).trim());
  const key = kept && (await keys.find(kept.id));
  if (kept && key && isGood(key, kept.secret, now)) return;
  const { token } = await createApiKey(
    { keys, now: () => now, newApiKeyToken },
    {
      name: `${person.realName}, a sample`,
      tenant,
      person: personIdSchema.parse(person.email),
      roles: rolesOf(person),
      actsForOthers: false,
      expiresAt: new Date(now.getTime() + keptDays * 86_400_000),
    },
  );
  await writeFile(`${file}.new`, `${token}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** The approvers of the sample policy, its auditor, and whoever only asks. */
function rolesOf({ name, groups }: SlackPerson): readonly Role[] {
  if (groups.length > 0) return ["requester", "approver"];
  return name === acmePeople.olga.name ? ["auditor"] : ["requester"];
}
