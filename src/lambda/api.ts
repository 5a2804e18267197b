import { makeApiHandler } from "../adapters/http/api-handler.ts";
import { makeRunSelfService } from "../app/run-self-service.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireUseCases } from "../wiring.ts";

const config = readConfig();
const useCases = wireUseCases(config);

/** Everything that programs send over HTTP. */
export const handler = makeApiHandler({
  ...useCases,
  runSelfService: makeRunSelfService(useCases),
  log: makeLog(config.log, "api"),
  waitSeconds: config.apiWaitSeconds,
});
