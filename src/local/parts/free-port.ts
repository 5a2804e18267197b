import { once } from "node:events";
import { createServer } from "node:net";

const highestPort = 65_535;
const portsTried = 100;

/**
 * The preferred port when nothing listens on it, on loopback or on every interface, or else the next free one
 * above it; 0 asks for any free port.
 */
export async function findFreePort(preferred: number): Promise<number> {
  if (preferred === 0) return anyFreePort();
  const last = Math.min(preferred + portsTried - 1, highestPort);
  for (let port = preferred; port <= last; port += 1) {
    if (await isFreePort(port)) return port;
  }
  throw new Error(`No free port from ${preferred} to ${last}: free one of them or choose others.`);
}

/** Whether nothing listens on the port now, on loopback or on every interface: some systems let the two share it. */
export async function isFreePort(port: number): Promise<boolean> {
  return (
    (await tryListening(port, undefined)) !== undefined &&
    (await tryListening(port, "127.0.0.1")) !== undefined
  );
}

async function anyFreePort(): Promise<number> {
  const port = await tryListening(0, undefined);
  if (port === undefined) throw new Error("This machine gives out no free port.");
  return port;
}

async function tryListening(port: number, host: string | undefined): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ port, ...(host && { host }) });
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}
