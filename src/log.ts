import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import type { FailedMessage } from "./adapters/queue/queue-handler.ts";
import type { Config } from "./config.ts";

export type Log = Logger;

/**
 * A log of JSON lines, or of readable ones locally. Fields are snake_case; whoever writes about a request gives its
 * `request_id`. Payloads and tokens are never handed in; what might still hold one is cut out here. JSON lines go to `destination`,
 * or to stdout when it is left out.
 */
export function makeLog(
  { level, format }: Config["log"],
  functionName: string,
  destination?: DestinationStream,
): Log {
  const options: LoggerOptions = {
    level,
    base: { function: functionName },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["*.token", "*.headers", "*.config", "*.body", "err.data", "err.$response"],
      censor: "[cut]",
    },
    serializers: { err: serializeError },
  };
  if (format === "pretty") return pino(options, readableLines());
  return destination ? pino(options, destination) : pino(options);
}

/** One stream, hence one thread, for all functions that run in this process. */
let readable: DestinationStream | undefined;

function readableLines(): DestinationStream {
  const options = { translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname", singleLine: true };
  readable ??= pino.transport({ target: "pino-pretty", options });
  return readable;
}

interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause?: SerializedError;
}

/** Type, message, stack and causes of an error: SDK errors carry whole requests and answers, which stay out. */
function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: undefined };
  const { name: type, message, stack } = error;
  return { type, message, stack, ...(error.cause !== undefined && { cause: serializeError(error.cause) }) };
}

/** Tells the log of each message of a queue that failed and will be delivered again. */
export function reportTo(log: Log): (failed: FailedMessage) => void {
  return ({ messageId, requestId, error }) =>
    log.error(
      { request_id: requestId, message_id: messageId, err: error },
      "message failed, to be delivered again",
    );
}
