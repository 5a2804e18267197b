/** Which policy and settings a tenant was last run with. */
export interface DeployedSettings {
  /** Notes the hash of what counts now, and gives the one before; nothing where none was ever noted. */
  exchange(tenant: string, hash: string): Promise<string | undefined>;
}
