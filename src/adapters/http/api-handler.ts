import { handle } from "hono/aws-lambda";
import { makeApiApp } from "./api-app.ts";
import type { ApiDependencies } from "./api-environment.ts";

/** A handler for an HTTP API of API Gateway, payload format 2.0, with its IAM authorizer where the callers sign. */
export function makeApiHandler(dependencies: ApiDependencies): ReturnType<typeof handle> {
  return handle(makeApiApp(dependencies));
}
