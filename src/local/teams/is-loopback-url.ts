const loopbackHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether an address is one of this machine. */
export function isLoopbackUrl(address: string): boolean {
  return URL.canParse(address) && loopbackHosts.includes(new URL(address).hostname);
}
