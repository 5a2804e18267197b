import type { Context } from "hono";
import { getPath } from "hono/utils/url";

/**
 * Where the same routes are to be had by those who sign for AWS: a route of an HTTP API has one authorizer, so each way to be
 * known needs paths of its own. Says nothing of who calls: that is the event's alone to say.
 */
const signedMount = "/iam";

/** The path of a route, wherever it is mounted. */
export function pathInside(request: Request): string {
  const path = getPath(request);
  return path.startsWith(`${signedMount}/`) ? path.slice(signedMount.length) : path;
}

/** A route's address by the way that this call came. */
export function addressAt(c: Context, path: string): string {
  return getPath(c.req.raw).startsWith(`${signedMount}/`) ? `${signedMount}${path}` : path;
}
