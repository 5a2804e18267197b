import { err, ok, type Result } from "../result.ts";

export interface UrlRules {
  /** Lets plain HTTP, and any port, of this very machine through. For the embedded default and for tests alone. */
  readonly allowsLoopback: boolean;
}

const longestUrl = 2048;
const loopbackHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** Names that lead to nobody's public address: https://www.iana.org/assignments/special-use-domain-names */
const privateName =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|test|invalid|onion)$/;

/**
 * The address that something may be sent to, or what is wrong with it. Where a name leads is checked again each time, on the very
 * address that is connected to.
 */
export function parseWebhookUrl(text: string, { allowsLoopback }: UrlRules): Result<URL, string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.length > longestUrl) return err(`an address of ${longestUrl} characters at most, please`);
  if (url.username !== "" || url.password !== "") return err("no user and no password in the address");
  if (url.hash !== "") return err("no # in the address");
  if (allowsLoopback && /^https?:$/.test(url.protocol) && loopbackHost.test(url.hostname)) return ok(url);
  if (url.protocol !== "https:") return err("https:// only");
  if (/^\[|^[\d.]+$/.test(url.hostname)) return err("a host's name, not an IP address");
  // A final dot names the same host.
  const name = url.hostname.replace(/\.$/, "");
  if (!name.includes(".") || privateName.test(name)) return err("a public host's name");
  if (url.port !== "" && Number(url.port) < 1024) return err("port 443, or one from 1024 on");
  return ok(url);
}

/** Whether a host is one of those, or below one that is written as `*.acme.example`. */
export function isHostAmong(hosts: readonly string[], hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return hosts.some((host) => (host.startsWith("*.") ? name.endsWith(host.slice(1)) : name === host));
}
