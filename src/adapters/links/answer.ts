import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Html, html } from "./html.ts";
import { pageSheet } from "./page-style.ts";
import type { Sheet } from "./sheet.ts";

/** A page and how it is answered. */
export interface Answer {
  readonly status: number;
  readonly title: string;
  readonly content: Html;
  readonly headers?: Readonly<Record<string, string>>;
  /** The pages' own where it is left out. */
  readonly sheet?: Sheet;
}

/** The link is a secret: nothing keeps it, sends it on or frames it, and nothing runs on its page. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
} as const;

function policyOf({ hash }: Sheet): string {
  return `default-src 'none'; style-src '${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
}

/** The answer as API Gateway takes it, payload format 2.0; to a HEAD without its body. */
export function toResult(answer: Answer, method: string): APIGatewayProxyStructuredResultV2 {
  const { sheet = pageSheet } = answer;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${answer.title}</title>
${new Html(`<style>${sheet.css}</style>`)}
</head>
<body><main>${answer.content}</main></body>
</html>
`;
  return {
    statusCode: answer.status,
    headers: { ...headers, "content-security-policy": policyOf(sheet), ...answer.headers },
    body: method === "HEAD" ? "" : page.text,
  };
}
