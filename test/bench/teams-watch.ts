import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { acmeTenant } from "../../src/local/teams/acme-tenant.ts";

export interface SeenPost {
  /** Not a change of one. */
  readonly isNew: boolean;
  /** What the page calls the message, in every version of it. */
  readonly shownAs: string;
  /** The message as it is written in JSON. */
  readonly body: string;
}

interface Waiting {
  readonly isIt: (post: SeenPost) => boolean;
  readonly resolve: (seen: Seen) => void;
}

interface Seen {
  /** By `performance.now()`. */
  readonly at: number;
  readonly post: SeenPost;
}

export interface TeamsWatch {
  /** The next message, new or changed, that is the one waited for; throws when it does not come in 15 seconds. */
  readonly next: (isIt: Waiting["isIt"]) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

const pathPattern = /\/activities(?:\/([^/]+))?$/;

/**
 * Sees what Microsoft's local client would show, in its place. Looks as somebody whom no card is drawn for, so that the bot is asked
 * for nobody's view.
 */
export async function watchTeams(teamsUrl: string): Promise<TeamsWatch> {
  const waiting = new Set<Waiting>();
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const at = performance.now();
    const [, id] = pathPattern.exec(request.url ?? "") ?? [];
    if (id === undefined) count += 1;
    if (id === undefined) count += 1;
    const post = { isNew: id === undefined, shownAs: id ?? `shown-${count}`, body };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: post.shownAs }));
    for (const one of waiting) if (one.isIt(post)) one.resolve({ at, post });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const olga = acmeTenant.members.find(({ givenName }) => givenName === "Olga");
  await put(`${teamsUrl}/act-as`, { id: olga?.id });
  await put(`${teamsUrl}/client`, { url: `http://127.0.0.1:${port}` });

  return {
    next: async (isIt) => {
      const { promise, resolve, reject } = Promise.withResolvers<Seen>();
      const one = { isIt, resolve };
      const timer = setTimeout(() => reject(new Error("the message did not come in 15 seconds")), 15_000);
      waiting.add(one);
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(one);
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function put(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} was answered ${response.status}`);
}
