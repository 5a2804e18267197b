import type { ProxiedCall } from "../proxied-call.ts";
import { findOperation } from "../strict-teams/connector-api.ts";
import type { Service } from "./kill-point.ts";

/** A call to Teams is named by its road alone: the operation as the connector calls it, and the road before what was sent. */
export function legible<Call extends ProxiedCall>(service: Service, call: Call): Call {
  if (service !== "teams") return call;
  const [method = "", path = ""] = call.road.replace(/\/teams\/+/, "/").split(/[ ?]/);
  const found = findOperation(method, path);
  return {
    ...call,
    operation: found?.operation ?? call.operation,
    request: `${method} ${decodeURIComponent(path)}\n${call.request}`,
  };
}
