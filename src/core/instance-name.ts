import type { InstanceIdentity } from "./intent.ts";

/** An instance by its name and where that is: names are unique in one account and region only. */
export type InstanceAddress = Pick<InstanceIdentity, "id" | "account" | "region">;

/** The name that is nobody else's: `orders-db.eu-west-1.210987654321`. RDS allows no dot in a name, nor AWS in the rest. */
export function fullNameOf({ id, region, account }: InstanceAddress): string {
  return `${id}.${region}.${account}`;
}

/** The address that a full name says; nothing where it is a bare name or none at all. */
export function findAddress(name: string): InstanceAddress | undefined {
  const [, id, region, account] = /^([^.]+)\.([^.]+)\.(\d{12})$/.exec(name) ?? [];
  return id && region && account ? { id, region, account } : undefined;
}

/** In the order of their names, and where they share one, of their full names. */
export function byInstanceName(one: InstanceAddress, other: InstanceAddress): number {
  const [left, right] = one.id === other.id ? [fullNameOf(one), fullNameOf(other)] : [one.id, other.id];
  return left < right ? -1 : left > right ? 1 : 0;
}
