import type { InstanceIdentity } from "../../core/intent.ts";
import type { TargetInstance } from "../../operations/frame/operation.ts";

/** An instance as the last refresh saw it. */
export type InventoryInstance = InstanceIdentity &
  TargetInstance & {
    readonly tenant: string;
    readonly environment: string;
    readonly environmentSource: string;
    /** Missing in what was kept before they were. */
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly lastSeenAt: Date;
  };

export interface Inventory {
  find(instanceId: string): Promise<InventoryInstance | undefined>;
  /** Instances whose name contains the text, by name; at most `limit`. */
  search(tenant: string, text: string, limit: number): Promise<readonly InventoryInstance[]>;
  save(instance: InventoryInstance): Promise<void>;
}
