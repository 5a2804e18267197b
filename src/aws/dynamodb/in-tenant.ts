/** A partition of one tenant's own; no tenant has a `#` in its name, so none can reach another's. */
export function inTenant(tenant: string, value: string): string {
  return `${tenant}#${value}`;
}
