import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnvironment } from "./api-environment.ts";

export type ApiDocument = ReturnType<OpenAPIHono<ApiEnvironment>["getOpenAPI31Document"]>;

const description = `Ask for approval, decide, follow and audit without a chat.

Send an API key or a token of OpenID Connect as \`Authorization: Bearer\`, or sign with AWS Signature Version 4 for the service
\`execute-api\`; whoever signs finds the same paths under \`/iam\`. docs/api.md in the repository says the rest.`;

/** The API's description, made of its routes: OpenAPI 3.1. */
export function documentOf(app: OpenAPIHono<ApiEnvironment>): ApiDocument {
  const registry = app.openAPIRegistry;
  registry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An API key (`cs_…`), or a token of an issuer that the policy names.",
  });
  registry.registerComponent("securitySchemes", "iam", {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "AWS Signature Version 4, for the service execute-api.",
    "x-amazon-apigateway-authtype": "awsSigv4",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Countersign", version: "1", description, license: { name: "Apache-2.0" } },
    servers: [
      { url: "/", description: "With an API key or a token" },
      { url: "/iam", description: "Signed for AWS" },
    ],
  });
}
