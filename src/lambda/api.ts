import { makeApiHandler } from "../adapters/http/api-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireApi } from "../wiring/wire-api.ts";

const config = readConfig();

/** Everything that programs send over HTTP. */
export const handler = makeApiHandler({ ...wireApi(config), log: makeLog(config.log, "api") });
