/** What was to be fetched. */
export interface Fetched {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = (fetched: Fetched) => Promise<Response>;

const hosts = new Map<string, Answer>();

/**
 * Answers what is fetched from these hosts, instead of the network, until it is released. Everything else goes where it went.
 * Which handler meets which chat is told by the host alone, so that many worlds live side by side.
 */
export function interceptFetch(host: string, answer: Answer): { readonly release: () => void } {
  hosts.set(host, answer);
  if (hosts.size === 1) globalThis.fetch = fetchOrIntercept;
  return {
    release() {
      hosts.delete(host);
      if (hosts.size === 0) globalThis.fetch = overTheNetwork;
    },
  };
}

const overTheNetwork = globalThis.fetch;

async function fetchOrIntercept(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const url = new URL(typeof input === "object" && "url" in input ? input.url : input);
  const answer = hosts.get(url.host);
  if (!answer) return overTheNetwork(input, init);
  const { method = "GET", headers, body = "" } = init ?? {};
  const isText = typeof body === "string" || body instanceof URLSearchParams;
  // What is no text yet is left to the platform, which takes longer.
  if (isText && typeof input !== "object")
    return answer({ url, method, headers: new Headers(headers), body: String(body) });
  const request = new Request(input, init);
  return answer({ url, method: request.method, headers: request.headers, body: await request.text() });
}
