import { z } from "zod";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const resultSchema = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Turns what a handler returned into an HTTP answer, by the rules of payload format 2.0: without a `statusCode` the
 * whole result is a JSON body. Throws on a result that API Gateway would not understand.
 */
export function toHttpAnswer(result: unknown): HttpAnswer {
  if (typeof result !== "object" || result === null || !("statusCode" in result))
    return jsonAnswer(200, result);
  const { statusCode, headers, cookies, body, isBase64Encoded } = resultSchema.parse(result);
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return {
    status: statusCode,
    headers: {
      ...(!hasType && { "content-type": "text/plain; charset=utf-8" }),
      ...headers,
      ...(cookies && { "set-cookie": cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}

export function jsonAnswer(status: number, value: unknown): HttpAnswer {
  const body = Buffer.from(JSON.stringify(value) ?? "");
  return { status, headers: { "content-type": "application/json" }, body };
}
