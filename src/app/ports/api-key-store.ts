import type { ApiKey } from "../../core/api/api-key.ts";
import type { Page, PageQuery } from "./request-store.ts";

export interface ApiKeyStore {
  /** Throws where the id is taken. */
  create(key: ApiKey): Promise<void>;
  find(id: string): Promise<ApiKey | undefined>;
  list(tenant: string, query: PageQuery): Promise<Page<ApiKey>>;
  /** Nothing where there is no such key; one that is revoked already stays as it is. */
  revoke(id: string, at: Date): Promise<ApiKey | undefined>;
}
