import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { FaultQueue } from "../parts/fault-queue.ts";
import { serveLocally } from "../parts/serve-locally.ts";
import { CallLog } from "./call-log.ts";
import { callerOf } from "./caller.ts";
import { answerControl } from "./control.ts";
import { type Fault, isFaultOf } from "./faults.ts";
import { parseQuery } from "./query-protocol.ts";
import { type Elsewhere, sampleElsewhere } from "./sample-elsewhere.ts";
import { type InstanceSpec, sampleInstances } from "./sample-instances.ts";
import { makeStandIns } from "./stand-ins.ts";
import { home } from "./world.ts";

export interface LocalRdsOptions {
  /** A free one by default. */
  readonly port?: number;
  /** Where the state is kept; one that is there goes on, and `instances` then counts for nothing before a reset. */
  readonly stateFile?: string;
  /** 1: a snapshot takes 10 seconds, a reboot 6, everything else 8. 20: twenty times faster. */
  readonly speed?: number;
  readonly instances?: readonly InstanceSpec[];
  /** Other accounts and regions, which only sessions of their roles see. What is not here has no databases. */
  readonly elsewhere?: readonly Elsewhere[];
}

export interface LocalRds {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a small stand-in for Amazon RDS on 127.0.0.1: the AWS query protocol at `/`, its controls at `/_control`. */
export async function startLocalRds(options: LocalRdsOptions = {}): Promise<LocalRds> {
  const {
    port = 0,
    stateFile,
    speed = 1,
    instances = sampleInstances,
    elsewhere = sampleElsewhere,
  } = options;
  const standIns = makeStandIns({ stateFile, speed }, [{ ...home, instances }, ...elsewhere]);
  const faults = new FaultQueue<Fault>();
  const calls = new CallLog();
  const controls = {
    faults,
    calls,
    reset() {
      faults.clear();
      calls.clear();
      standIns.reset();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url?.startsWith("/_control/")) {
      const { status, content } = answerControl(controls, `${request.method} ${request.url}`, body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
      return;
    }
    const parameters = parseQuery(body);
    const action = parameters.get("Action") ?? "";
    const caller = callerOf(request);
    calls.record(action, parameters, caller.session);
    const fault = faults.take(isFaultOf(action));
    if (fault?.kind === "hang") return;
    if (fault?.kind === "drop-before") throw new Error("dropped before the work");
    const { status, xml, requestId } = standIns.of(caller.place).answer(action, parameters, fault, caller);
    if (fault?.kind === "drop-after") throw new Error("dropped after the work");
    response.writeHead(status, { "content-type": "text/xml", "x-amzn-requestid": requestId }).end(xml);
  }

  const served = await serveLocally(answer, port);
  return {
    url: served.url,
    async stop() {
      await served.stop();
      standIns.save();
    },
  };
}
