import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import type { z } from "zod";
import type { OncePerRequest } from "../../app/ports/once-per-request.ts";
import { readJson } from "../../core/read-json.ts";

/** What a queue's handler tells the log of a message that failed and will be delivered again. */
export interface FailedMessage {
  readonly messageId: string;
  readonly requestId: string | undefined;
  readonly error: unknown;
}

/**
 * An SQS handler for messages of one schema. A message that cannot be read or handled is reported as failed by itself, so
 * that the queue delivers it again and in the end moves it to the dead letters; the others of its batch are done. Where a
 * request is looked at as it is now, whatever was told of it, several messages about it are one cause: all of a batch's were sent
 * before it came.
 */
export function makeQueueHandler<Message extends { readonly requestId?: string | undefined }>(
  schema: z.ZodType<Message>,
  handle: (message: Message, oncePerRequest: OncePerRequest) => Promise<void>,
  onFailure: (failed: FailedMessage) => void,
): SQSHandler {
  return (event, context) => {
    // It holds its batch's failures, and a local host hands over several batches at the same time.
    const processor = new BatchProcessor(EventType.SQS);
    const oncePerRequest = makeOncePerRequest();
    return processPartialResponse(
      event,
      (record: SQSRecord) => handleRecord(record, oncePerRequest),
      processor,
      {
        context,
        throwOnFullBatchFailure: false,
      },
    );
  };

  async function handleRecord({ body, messageId }: SQSRecord, oncePerRequest: OncePerRequest): Promise<void> {
    let requestId: string | undefined;
    try {
      const message = schema.parse(readJson(body));
      requestId = message.requestId;
      await handle(message, oncePerRequest);
    } catch (error) {
      onFailure({ messageId, requestId, error });
      throw error;
    }
  }
}

function makeOncePerRequest(): OncePerRequest {
  const begun = new Map<string, Promise<void>>();
  return (requestId, work) => {
    // Each message has its own try where the one before failed: what passes by soon does not wait for the queue.
    const doing = begun.get(requestId)?.catch(work) ?? work();
    begun.set(requestId, doing);
    return doing;
  };
}
