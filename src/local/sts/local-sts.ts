import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { FaultQueue } from "../parts/fault-queue.ts";
import { serveLocally } from "../parts/serve-locally.ts";
import { CallLog } from "../rds/call-log.ts";
import { answerControl } from "../rds/control.ts";
import { type Fault, isFaultOf } from "../rds/faults.ts";
import { parseQuery, type QueryParameters } from "../rds/query-protocol.ts";
import { RdsError } from "../rds/rds-error.ts";
import { account } from "../rds/world.ts";
import { renderElement, type XmlObject } from "../rds/xml.ts";
import { assumedRoleArn, assumeRole } from "./assume-role.ts";
import { type Role, sampleRoles } from "./sample-roles.ts";
import { findSession } from "./session-token.ts";

export interface LocalStsOptions {
  /** A free one by default. */
  readonly port?: number;
  readonly roles?: readonly Role[];
  /** How long a session lasts, whatever is asked for. */
  readonly lifetimeSeconds?: number;
}

export interface LocalSts {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a small stand-in for AWS STS on 127.0.0.1: AssumeRole and GetCallerIdentity in the AWS query protocol at `/`, its controls
 * at `/_control`. Its sessions are known to the stand-in for RDS, which keeps to their policies.
 */
export async function startLocalSts(options: LocalStsOptions = {}): Promise<LocalSts> {
  const { port = 0, roles = sampleRoles, lifetimeSeconds } = options;
  const faults = new FaultQueue<Fault>();
  const calls = new CallLog();
  const reset = () => {
    faults.clear();
    calls.clear();
  };

  function resultOf(action: string, parameters: QueryParameters, token: string | undefined): XmlObject {
    switch (action) {
      case "AssumeRole":
        return assumeRole(parameters, {
          roles,
          ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
          now: Date.now(),
        });
      case "GetCallerIdentity":
        return identityOf(token);
      default:
        throw new RdsError("InvalidAction", `Could not find operation ${action} for version 2011-06-15`);
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url?.startsWith("/_control/")) {
      const road = `${request.method} ${request.url}`;
      const { status, content } = answerControl({ faults, calls, reset }, road, body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
      return;
    }
    const parameters = parseQuery(body);
    const action = parameters.get("Action") ?? "";
    calls.record(action, parameters);
    const fault = faults.take(isFaultOf(action));
    if (fault?.kind === "hang") return;
    if (fault?.kind.startsWith("drop")) throw new Error("dropped");
    try {
      if (fault?.kind === "error")
        throw new RdsError(fault.code ?? "InternalFailure", fault.message, fault.status);
      const token = request.headers["x-amz-security-token"];
      send(response, 200, renderAnswer(action, resultOf(action, parameters, token?.toString())));
    } catch (error) {
      const refusal = error instanceof RdsError ? error : new RdsError("InternalFailure", String(error));
      send(response, refusal.status, renderError(refusal));
    }
  }

  return serveLocally(answer, port);
}

function identityOf(token: string | undefined): XmlObject {
  const session = token === undefined ? undefined : findSession(token);
  if (!session) return { Account: account, UserId: account, Arn: `arn:aws:iam::${account}:root` };
  const [, , , , ofRole = account] = session.roleArn.split(":");
  const Arn = assumedRoleArn(session.roleArn, session.name);
  return { Account: ofRole, UserId: `AROALOCALLOCALLOCAL:${session.name}`, Arn };
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { "content-type": "text/xml" }).end(xml);
}

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

function renderAnswer(action: string, result: XmlObject): string {
  const metadata = renderElement("ResponseMetadata", { RequestId: randomUUID() });
  return `<${action}Response xmlns="${namespace}">${renderElement(`${action}Result`, result)}${metadata}</${action}Response>`;
}

function renderError({ status, code, message }: RdsError): string {
  const error = { Type: status >= 500 ? "Receiver" : "Sender", Code: code, Message: message };
  return `<ErrorResponse xmlns="${namespace}">${renderElement("Error", error)}${renderElement("RequestId", randomUUID())}</ErrorResponse>`;
}
