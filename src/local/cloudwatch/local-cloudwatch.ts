import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { FaultQueue } from "../parts/fault-queue.ts";
import { serveLocally } from "../parts/serve-locally.ts";
import { sampleInstances } from "../rds/sample-instances.ts";
import { type Fault, faultSchema } from "./faults.ts";
import { getMetricData, getMetricDataSchema } from "./get-metric-data.ts";

interface LocalCloudWatch {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly content: unknown;
}

/** The databases that stand still among the samples. */
const stopped: ReadonlySet<string> = new Set(
  sampleInstances.flatMap(({ id, stoppedAt }) => (stoppedAt == null ? [] : [id])),
);

const target = "GraniteServiceVersion20100801.GetMetricData";

/**
 * Starts a small stand-in for Amazon CloudWatch on 127.0.0.1: GetMetricData in the JSON protocol that the SDK's client speaks,
 * at `/`; its controls (`POST` and `DELETE faults`, `GET calls`) at `/_control`.
 */
export async function startLocalCloudWatch({ port = 0 } = {}): Promise<LocalCloudWatch> {
  const faults = new FaultQueue<Fault>();
  const calls: unknown[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url?.startsWith("/_control/")) {
      send(response, "application/json", control(`${request.method} ${request.url}`, body));
      return;
    }
    const content: unknown = JSON.parse(body);
    calls.push(content);
    const fault = faults.take();
    if (fault?.kind === "hang") return;
    if (fault?.kind === "drop") throw new Error("dropped");
    if (fault?.kind === "error") {
      send(response, jsonProtocol, failure(fault.status, fault.code));
    } else if (request.headers["x-amz-target"] !== target) {
      send(response, jsonProtocol, failure(400, "UnknownOperationException"));
    } else {
      const asked = getMetricDataSchema.safeParse(content);
      send(
        response,
        jsonProtocol,
        asked.success
          ? { status: 200, content: getMetricData(asked.data, stopped, fault) }
          : failure(400, "InvalidParameterValueException", z.prettifyError(asked.error)),
      );
    }
  }

  function control(road: string, body: string): Answer {
    switch (road) {
      case "POST /_control/faults": {
        const fault = faultSchema.safeParse(JSON.parse(body));
        if (!fault.success) return { status: 400, content: { error: z.prettifyError(fault.error) } };
        faults.add(fault.data);
        return { status: 201, content: fault.data };
      }
      case "DELETE /_control/faults":
        faults.clear();
        return { status: 200, content: { ok: true } };
      case "GET /_control/calls":
        return { status: 200, content: calls.slice(-1000) };
      default:
        return { status: 404, content: { error: `${road} is not known here` } };
    }
  }

  return serveLocally(answer, port);
}

const jsonProtocol = "application/x-amz-json-1.0";

function failure(status: number, code: string, message = code): Answer {
  return { status, content: { __type: `com.amazonaws.cloudwatch#${code}`, message } };
}

function send(response: ServerResponse, type: string, { status, content }: Answer): void {
  response.writeHead(status, { "content-type": type, "x-amzn-requestid": randomUUID() });
  response.end(JSON.stringify(content));
}
