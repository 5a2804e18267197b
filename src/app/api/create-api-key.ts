import { type ApiKey, type ApiKeyToken, apiKeyTokenText, hashOfSecret } from "../../core/api/api-key.ts";
import type { ApiKeyStore } from "../ports/api-key-store.ts";

export type NewApiKey = Omit<ApiKey, "id" | "secretHash" | "createdAt" | "revokedAt">;

/** Makes a key. Its token is returned this once and kept nowhere. */
export async function createApiKey(
  {
    keys,
    now,
    newApiKeyToken,
  }: {
    readonly keys: Pick<ApiKeyStore, "create">;
    readonly now: () => Date;
    readonly newApiKeyToken: () => ApiKeyToken;
  },
  asked: NewApiKey,
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  const token = newApiKeyToken();
  const key = { ...asked, id: token.id, secretHash: hashOfSecret(token.secret), createdAt: now() };
  await keys.create(key);
  return { key, token: apiKeyTokenText(token) };
}
