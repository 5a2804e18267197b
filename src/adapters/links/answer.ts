import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Html, html } from "./html.ts";
import { pageStyle, pageStyleHash } from "./page-style.ts";

/** A page and how it is answered. */
export interface Answer {
  readonly status: number;
  readonly title: string;
  readonly content: Html;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The link is a secret: nothing keeps it, sends it on or frames it, and nothing runs on its page. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": `default-src 'none'; style-src '${pageStyleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
} as const;

const style = new Html(`<style>${pageStyle}</style>`);

/** The answer as API Gateway takes it, payload format 2.0; to a HEAD without its body. */
export function toResult(answer: Answer, method: string): APIGatewayProxyStructuredResultV2 {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${answer.title}</title>
${style}
</head>
<body><main>${answer.content}</main></body>
</html>
`;
  return {
    statusCode: answer.status,
    headers: { ...headers, ...answer.headers },
    body: method === "HEAD" ? "" : page.text,
  };
}
