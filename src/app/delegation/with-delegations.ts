import { isInForce } from "../../core/delegation/delegation.ts";
import { isOpen } from "../../core/request.ts";
import type { DelegationStore } from "../ports/delegation-store.ts";
import type { RequestStore } from "../ports/request-store.ts";

interface Dependencies {
  readonly delegations: Pick<DelegationStore, "find">;
  readonly now: () => Date;
  /** Whose requests are read as a rule, and are open: its register is read at the same time as they are, and not after. */
  readonly usualTenant?: string | undefined;
}

/** The store, whose open requests know who decides for whom at the moment when they are read. */
export function withDelegations(
  requests: RequestStore,
  { delegations, now, usualTenant }: Dependencies,
): RequestStore {
  return {
    ...requests,
    find: async (id) => {
      const usual = usualTenant === undefined ? undefined : delegations.find(usualTenant);
      // Only an open request of that tenant asks what became of it.
      usual?.catch(() => {});
      const request = await requests.find(id);
      if (!request || !isOpen(request)) return request;
      const isUsual = usual !== undefined && request.tenant === usualTenant;
      const register = await (isUsual ? usual : delegations.find(request.tenant));
      const inForce = register.delegations.filter((one) => isInForce(one, now()));
      return inForce.length > 0 ? { ...request, delegations: inForce } : request;
    },
  };
}
