import { once } from "node:events";
import { createServer } from "node:net";
import { onTestFinished } from "vitest";

/** Listens on the given port, or a free one, until the test has ended, and gives it back. */
export async function occupyPort(host: string, at = 0): Promise<number> {
  const server = createServer().listen(at, host);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}
