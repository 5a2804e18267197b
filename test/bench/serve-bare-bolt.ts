import { startHttpGateway } from "../../src/local/host/http-gateway.ts";
import { makeInvoke } from "../../src/local/host/invoke.ts";
import { handler } from "./bare-bolt.ts";

/** The bare app behind the gateway that the application is behind; prints its address. */
const invoke = makeInvoke("bare-bolt", 10, {
  // The receiver asks for an event of REST APIs; it reads no more of it than both kinds have.
  handler: (event, context) => handler(event as Parameters<typeof handler>[0], context),
});
const gateway = await startHttpGateway({
  routes: [{ method: "POST", path: "/slack/events", functionName: "bare-bolt", invoke }],
  report: ({ error }) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write(`listening on ${gateway.url}\n`);
