type Answer = (request: Request) => Promise<Response>;

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
  const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
  const answer = hosts.get(new URL(url).host);
  return answer ? answer(new Request(input, init)) : overTheNetwork(input, init);
}
