import { findFreePort, isFreePort } from "./free-port.ts";
import type { Part } from "./part.ts";

const attempts = 5;

/**
 * Starts a part on the preferred port or the next free one, and once more on another when somebody else was faster to
 * take the port between the look and the start. Any other failure to start is thrown as it is.
 */
export async function startOnFreePort(
  preferred: number,
  start: (port: number) => Promise<Part>,
  attempt = 1,
): Promise<Part> {
  const port = await findFreePort(preferred);
  try {
    return await start(port);
  } catch (error) {
    if (attempt === attempts || (await isFreePort(port))) throw error;
    return startOnFreePort(preferred, start, attempt + 1);
  }
}
