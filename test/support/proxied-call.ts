import type { IncomingMessage } from "node:http";

export interface ProxiedCall {
  /** The method and the path, as they came: `POST /v3/conversations`. */
  readonly road: string;
  /** The service's name for it: an AWS action or a Slack method. */
  readonly operation: string;
  /** The body; a form as lines of `field=value`, decoded. */
  readonly request: string;
}

/** What a proxy has been asked for, by its body and the header that names an operation in AWS's JSON protocols. */
export function callOf({ headers, method = "", url = "/" }: IncomingMessage, body: Buffer): ProxiedCall {
  const text = body.toString("utf8");
  const road = `${method} ${url}`;
  const target = headers["x-amz-target"];
  if (typeof target === "string") return { road, operation: target.replace(/^.*\./, ""), request: text };
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const form = isForm ? new URLSearchParams(text) : undefined;
  return {
    road,
    operation: form?.get("Action") ?? url.replace(/^.*\//, ""),
    request: form ? [...form].map(([field, value]) => `${field}=${value}`).join("\n") : text,
  };
}

/** The headers that go on to the endpoint: all but those of the connection itself. */
export function forwarded({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const own = ["host", "connection", "content-length", "transfer-encoding", "expect", "accept-encoding"];
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" && !own.includes(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(kept);
}
