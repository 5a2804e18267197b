import { isInForce } from "../core/delegation/delegation.ts";
import { isOpen } from "../core/request.ts";
import type { DelegationStore } from "./ports/delegation-store.ts";
import type { RequestStore } from "./ports/request-store.ts";

/** The store, whose open requests know who decides for whom at the moment when they are read. */
export function withDelegations(
  requests: RequestStore,
  { delegations, now }: { readonly delegations: Pick<DelegationStore, "find">; readonly now: () => Date },
): RequestStore {
  return {
    ...requests,
    find: async (id) => {
      const request = await requests.find(id);
      if (!request || !isOpen(request)) return request;
      const register = await delegations.find(request.tenant);
      const inForce = register.delegations.filter((one) => isInForce(one, now()));
      return inForce.length > 0 ? { ...request, delegations: inForce } : request;
    },
  };
}
