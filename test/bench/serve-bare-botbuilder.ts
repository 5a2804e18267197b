import { startHttpGateway } from "../../src/local/host/http-gateway.ts";
import { makeInvoke } from "../../src/local/host/invoke.ts";
import { handler } from "./bare-botbuilder.ts";

/** The bare bot behind the gateway that the application is behind; prints its address. */
const invoke = makeInvoke("bare-botbuilder", 10, {
  handler: (event) => handler(event as Parameters<typeof handler>[0]),
});
const gateway = await startHttpGateway({
  routes: [{ method: "POST", path: "/api/messages", functionName: "bare-botbuilder", invoke }],
  report: ({ error }) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write(`listening on ${gateway.url}\n`);
