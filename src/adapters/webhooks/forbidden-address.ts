import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * What no webhook may lead to: everything that is not, or need not be, somebody's public address.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const forbidden4 = blockListOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carriers' NAT; 100.100.100.200 is Alibaba Cloud's metadata
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's own services
  ["169.254.0.0", 16], // link-local, with the metadata of AWS and others
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

/** All public addresses are in here, and so neither loopback, link-local, unique-local, mapped nor translated ones. */
const global6 = blockListOf("ipv6", [["2000::", 3]]);

/** https://www.iana.org/assignments/iana-ipv6-special-registry */
const forbidden6 = blockListOf("ipv6", [
  ["2001::", 23], // Teredo, benchmarks, ORCHID
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4 leads to whatever IPv4 address it holds
  ["3fff::", 20],
]);

const loopback4 = blockListOf("ipv4", [["127.0.0.0", 8]]);
const loopback6 = blockListOf("ipv6", [["::1", 128]]);

/** Whether an address must not be connected to. What is no plain address is forbidden, too. */
export function isForbiddenAddress(address: string): boolean {
  if (isIPv4(address)) return forbidden4.check(address, "ipv4");
  // One with a zone is of a link.
  if (!isIPv6(address) || address.includes("%")) return true;
  return !global6.check(address, "ipv6") || forbidden6.check(address, "ipv6");
}

/** Whether it is this very machine. */
export function isLoopbackAddress(address: string): boolean {
  if (isIPv4(address)) return loopback4.check(address, "ipv4");
  return isIPv6(address) && !address.includes("%") && loopback6.check(address, "ipv6");
}

function blockListOf(family: "ipv4" | "ipv6", subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of subnets) list.addSubnet(network, bits, family);
  return list;
}
