import { startHttpGateway } from "../../src/local/host/http-gateway.ts";
import { makeInvoke } from "../../src/local/host/invoke.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";

/** The API's production handler, alone behind the gateway that the application is behind; prints its address. */
const { functions } = await readInfrastructure({ stage: "bench" });
const api = functions.get("api");
if (!api) throw new Error("serverless.yml has no function api");
const invoke = makeInvoke(api.name, api.timeoutSeconds, await import("../../src/lambda/api.ts"));
const gateway = await startHttpGateway({
  routes: api.events.flatMap((event) =>
    event.kind === "http" ? [{ ...event, functionName: api.name, invoke }] : [],
  ),
  report: ({ error }) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write(`listening on ${gateway.url}\n`);
