import { makeOriginAuthorizer } from "../adapters/http/origin-authorizer.ts";
import { readConfig } from "../config.ts";

/** Where a web ACL stands before the API: lets in what came that way, and nothing else. */
export const handler = makeOriginAuthorizer(readConfig().originHashes);
