import type { RequestStore } from "./ports/request-store.ts";

/** The store as one tenant's people may see it: whoever knows the id of another tenant's request finds nothing. */
export function requestsOfTenant(requests: RequestStore, tenant: string): RequestStore {
  return {
    ...requests,
    find: async (id) => {
      const request = await requests.find(id);
      return request?.tenant === tenant ? request : undefined;
    },
  };
}
