import type { DelegationEvent, DelegationRegister, RegisterChange } from "../../core/delegation/register.ts";

export interface DelegationStore {
  /** The tenant's register as it is now; an empty one where there is none. */
  find(tenant: string): Promise<DelegationRegister>;
  /** Saves a changed register and its entry in the audit log, both or neither; `conflict` when another change came first. */
  save(change: RegisterChange): Promise<"saved" | "conflict">;
  /** The entries of the audit log about who decides for whom, in their order. */
  listEvents(tenant: string): Promise<readonly DelegationEvent[]>;
}
