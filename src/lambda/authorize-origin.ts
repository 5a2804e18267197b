import { makeOriginAuthorizer } from "../adapters/http/origin-authorizer.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";

const config = readConfig();
const log = makeLog(config.log, "authorize-origin");

/** Where a web ACL stands before the API: lets in what came that way, and nothing else. */
export const handler = makeOriginAuthorizer({
  knownHashes: config.originHashes,
  onRefused: (route) => log.warn({ route }, "a call did not come from CloudFront"),
});
