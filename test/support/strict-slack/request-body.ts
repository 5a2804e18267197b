import type { IncomingMessage } from "node:http";
import { SlackRefusal } from "./slack-refusal.ts";

export type Args = Readonly<Record<string, unknown>>;

/** The arguments of a call: query string, form or JSON; every other content type is refused. */
export async function readArgs(request: IncomingMessage): Promise<Args> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString("utf8");
  const query = new URL(request.url ?? "/", "http://slack").searchParams;
  return { ...Object.fromEntries(query), ...parseBody(body, request.headers["content-type"] ?? "") };
}

function parseBody(body: string, contentType: string): Args {
  if (body === "") return {};
  const [type = ""] = contentType.split(";");
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(body));
  if (type !== "application/json") throw new SlackRefusal("invalid_post_type");
  return parseJson(body);
}

function parseJson(body: string): Args {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(body)));
  } catch {
    throw new SlackRefusal("invalid_json");
  }
}
