import { createApiKey } from "../../app/api/create-api-key.ts";
import type { ApiKeyStore } from "../../app/ports/api-key-store.ts";
import { makeDynamoDbApiKeyStore } from "../../aws/dynamodb/api-key-store.ts";
import { makeDocumentClient } from "../../aws/dynamodb/document-client.ts";
import { tableNamesOf } from "../../aws/dynamodb/tables.ts";
import { newApiKeyToken } from "../../chance/new-api-key-token.ts";
import type { ApiKey } from "../../core/api/api-key.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { openDeployment } from "../open-deployment.ts";
import type { ApiKeyCommand } from "./parse-api-key-command.ts";

/** Makes, lists or revokes keys; each is told as a line of JSON, and a new one's token this once. */
export async function runApiKeyCommand(
  command: ApiKeyCommand,
  say: (line: string) => void,
): Promise<Result<undefined, string>> {
  const { stage, tenant } = (await openDeployment(command.place)).config;
  const client = makeDocumentClient();
  const keys = makeDynamoDbApiKeyStore(client, tableNamesOf(stage));
  try {
    return await carryOut(command, { keys, tenant }, say);
  } finally {
    client.destroy();
  }
}

async function carryOut(
  command: ApiKeyCommand,
  { keys, tenant }: { readonly keys: ApiKeyStore; readonly tenant: string },
  say: (line: string) => void,
): Promise<Result<undefined, string>> {
  const now = new Date();
  switch (command.act) {
    case "create": {
      const { name, person, roles, actsForOthers, expiresAfterDays } = command;
      const expiresAt = new Date(now.getTime() + expiresAfterDays * 86_400_000);
      const made = await createApiKey(
        { keys, now: () => now, newApiKeyToken },
        { name, person, roles, actsForOthers, tenant, expiresAt },
      );
      say(JSON.stringify({ ...shown(made.key, now), token: made.token }));
      return ok(undefined);
    }
    case "list": {
      let cursor: string | undefined;
      do {
        const page = await keys.list(tenant, { limit: 100, cursor });
        for (const key of page.items) say(JSON.stringify(shown(key, now)));
        cursor = page.next;
      } while (cursor !== undefined);
      return ok(undefined);
    }
    case "revoke": {
      const revoked = await keys.revoke(command.id, now);
      if (!revoked) return err(`There is no key ${command.id}. "api-key list" shows which there are.`);
      say(JSON.stringify(shown(revoked, now)));
      return ok(undefined);
    }
  }
}

/** A key without its hash. */
function shown({ id, name, tenant, person, roles, ...key }: ApiKey, now: Date) {
  return {
    key_id: id,
    name,
    tenant,
    person,
    roles,
    acts_for_others: key.actsForOthers,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt.toISOString(),
    status: key.revokedAt ? "revoked" : key.expiresAt <= now ? "expired" : "good",
  };
}
