import { LRUCache } from "lru-cache";
import { type ApiKey, isGood, parseApiKeyToken } from "../../core/api/api-key.ts";
import type { ApiKeyStore } from "../ports/api-key-store.ts";

/** The key that a text is the token of, as long as it is good; nothing for every other text. */
export type CheckApiKey = (text: string) => Promise<ApiKey | undefined>;

/** How long a key counts as it was last read: a revoked one may still be taken for so long. */
const keptMilliseconds = 30_000;
const mostKept = 1000;

/** Checks tokens by the stored keys, each read once in 30 seconds. */
export function makeCheckApiKey({
  keys,
  now,
}: {
  readonly keys: Pick<ApiKeyStore, "find">;
  readonly now: () => Date;
}): CheckApiKey {
  // Only keys that are there: whoever tries ids at random shall not push them out.
  const kept = new LRUCache<string, ApiKey>({ max: mostKept, ttl: keptMilliseconds });
  return async (text) => {
    const token = parseApiKeyToken(text);
    if (!token) return undefined;
    const key = kept.get(token.id) ?? (await keys.find(token.id));
    if (!key || !isGood(key, token.secret, now())) return undefined;
    if (!kept.has(token.id)) kept.set(token.id, key);
    return key;
  };
}
