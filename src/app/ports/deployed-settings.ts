/** Which policy and settings a tenant was last run with. */
export interface DeployedSettings {
  /** The hash that was noted last; nothing where none ever was. */
  find(tenant: string): Promise<string | undefined>;
  /** Notes the hash of what counts now. */
  note(tenant: string, hash: string): Promise<void>;
}
