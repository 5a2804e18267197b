import type { IncomingMessage } from "node:http";
import { type AnsweredCall, startRecordingProxy } from "../support/recording-proxy.ts";

/** Stands on a free port before an endpoint of AWS, has DynamoDB say what each call consumes, and tells of each call that was answered. */
export function startCountingProxy(target: string, onCall: (call: AnsweredCall) => void) {
  return startRecordingProxy(target, {
    beforeCall: () => true,
    afterCall: (call) => {
      onCall(call);
      return true;
    },
    reworded: askForUnits,
  });
}

const consuming = /^DynamoDB_\d+\.(?:GetItem|PutItem|UpdateItem|DeleteItem|Query|TransactWriteItems)$/;

function askForUnits({ headers }: IncomingMessage, body: Buffer): Buffer {
  if (!consuming.test(String(headers["x-amz-target"]))) return body;
  const asked = JSON.parse(body.toString("utf8"));
  return Buffer.from(JSON.stringify({ ...asked, ReturnConsumedCapacity: "INDEXES" }));
}
