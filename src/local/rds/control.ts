import { z } from "zod";
import type { FaultQueue } from "../parts/fault-queue.ts";
import type { CallLog } from "./call-log.ts";
import { type Fault, faultSchema } from "./faults.ts";

export interface Controls {
  readonly faults: FaultQueue<Fault>;
  readonly calls: CallLog;
  /** Back to the instances of the start: no snapshots, events, faults or calls. */
  reset(): void;
}

/** The road for whoever plays with the stand-in or tests against it: what to answer, as status and JSON content. */
export function answerControl(controls: Controls, road: string, body: string) {
  switch (road) {
    case "POST /_control/faults": {
      const fault = faultSchema.safeParse(parseJson(body));
      if (!fault.success) return { status: 400, content: { error: z.prettifyError(fault.error) } };
      controls.faults.add(fault.data);
      return { status: 201, content: fault.data };
    }
    case "DELETE /_control/faults":
      controls.faults.clear();
      return { status: 200, content: { ok: true } };
    case "GET /_control/calls":
      return { status: 200, content: controls.calls.all };
    case "POST /_control/reset":
      controls.reset();
      return { status: 200, content: { ok: true } };
    default:
      return { status: 404, content: { error: `${road} is not known here` } };
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
