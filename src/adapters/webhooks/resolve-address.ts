import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isForbiddenAddress, isLoopbackAddress } from "./forbidden-address.ts";

/** All addresses of a host's name, as the system knows them. */
export type Resolve = (hostname: string) => Promise<readonly Pick<LookupAddress, "address">[]>;

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true });

/** A host that nothing may be sent to. */
export class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
}

/**
 * The one address to connect to. A name that leads to a forbidden address at all is refused whole, so that nobody plays on which of
 * its addresses is taken; the name is not looked up again afterwards, so that it cannot lead elsewhere by then.
 */
export async function resolveAddress(
  url: URL,
  { resolve, allowsLoopback }: { readonly resolve: Resolve; readonly allowsLoopback: boolean },
): Promise<string> {
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(hostname) === 0 ? await resolve(hostname) : [{ address: hostname }];
  const addresses = found.map(({ address }) => address);
  const isAllowed = (address: string) =>
    !isForbiddenAddress(address) || (allowsLoopback && isLoopbackAddress(address));
  // Plain HTTP never leaves this machine.
  const isSafe = url.protocol === "https:" || addresses.every(isLoopbackAddress);
  if (!isSafe || !addresses.every(isAllowed)) {
    throw new ForbiddenAddressError("the host's name leads to an address that is not public");
  }
  // A function outside a network of ours has no IPv6.
  const [first] = addresses.toSorted((one, other) => isIP(one) - isIP(other));
  if (first === undefined) throw new ForbiddenAddressError("the host's name leads nowhere");
  return first;
}
