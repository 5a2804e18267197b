import type { InstanceAddress } from "../../core/instance-name.ts";
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
  /** The one of this name in this account and region. */
  find(address: InstanceAddress): Promise<InventoryInstance | undefined>;
  /** Those that somebody may mean: all of a bare name, or the one of a full name. */
  listNamed(tenant: string, name: string): Promise<readonly InventoryInstance[]>;
  /** Instances whose name, or full name where the text has a dot, contains the text, by name; at most `limit`. */
  search(tenant: string, text: string, limit: number): Promise<readonly InventoryInstance[]>;
  save(instance: InventoryInstance): Promise<void>;
}
