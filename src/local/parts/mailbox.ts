import { once } from "node:events";
import { createRequire } from "node:module";
import { type Part, PartStartError } from "./part.ts";
import { startOnFreePort } from "./start-on-free-port.ts";

// Loaders disagree on what the default import of this CommonJS package is; `require` has one meaning.
const sesLocal: typeof import("aws-ses-v2-local", { with: { "resolution-mode": "require" }}) = createRequire(
  import.meta.url,
)("aws-ses-v2-local");

export interface MailboxOptions {
  readonly port: number;
}

/**
 * Starts aws-ses-v2-local, SES whose inbox is the page at `url`, on the preferred port or the next free one. Mails are
 * kept in memory, and two mailboxes in one process show the same ones.
 */
export async function startMailbox({ port }: MailboxOptions): Promise<Part> {
  return startOnFreePort(port, startOn);
}

async function startOn(port: number): Promise<Part> {
  const server = await sesLocal.default({ port, host: "127.0.0.1" });
  // Express hands a failure to listen to the same callback as success, so the part resolves either way.
  if (!server.listening) throw new PartStartError(`SES (aws-ses-v2-local) could not listen on port ${port}.`);
  return {
    name: "SES (aws-ses-v2-local)",
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
