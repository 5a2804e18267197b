import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { acmeTenant } from "../../src/local/teams/acme-tenant.ts";
import { makeSightings, type Sightings } from "./sightings.ts";

export interface SeenPost {
  /** Not a change of one. */
  readonly isNew: boolean;
  /** What the page calls the message, in every version of it. */
  readonly shownAs: string;
  /** The message as it is written in JSON. */
  readonly body: string;
}

export interface TeamsWatch {
  readonly next: Sightings<SeenPost>["next"];
  readonly close: () => Promise<void>;
}

const pathPattern = /\/activities(?:\/([^/]+))?$/;

/**
 * Sees what Microsoft's local client would show, in its place. Looks as somebody whom no card is drawn for, so that the bot is asked
 * for nobody's view.
 */
export async function watchTeams(teamsUrl: string): Promise<TeamsWatch> {
  const sightings = makeSightings<SeenPost>();
  let count = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const at = performance.now();
    const [, id] = pathPattern.exec(request.url ?? "") ?? [];
    if (id === undefined) count += 1;
    if (id === undefined) count += 1;
    const message = { isNew: id === undefined, shownAs: id ?? `shown-${count}`, body };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: message.shownAs }));
    sightings.see({ at, message });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const olga = acmeTenant.members.find(({ givenName }) => givenName === "Olga");
  await put(`${teamsUrl}/act-as`, { id: olga?.id });
  await put(`${teamsUrl}/client`, { url: `http://127.0.0.1:${port}` });

  return {
    next: sightings.next,
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
