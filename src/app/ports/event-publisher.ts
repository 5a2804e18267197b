import { z } from "zod";
import { eventKinds } from "../../core/audit-event.ts";
import { requestIdSchema } from "../../core/request.ts";

/** An event's message as it travels; whoever is told loads the request and sees what is true by then. */
export const eventNoticeSchema = z
  .object({ request_id: requestIdSchema, sequence: z.int().min(1), kind: z.enum(eventKinds) })
  .transform(({ request_id, ...notice }) => ({ requestId: request_id, ...notice }));

/** That something happened to a request. */
export type EventNotice = Readonly<z.output<typeof eventNoticeSchema>>;

/** The message of a notice, which `eventNoticeSchema` reads back. */
export function toEventMessage({
  requestId,
  sequence,
  kind,
}: EventNotice): z.input<typeof eventNoticeSchema> {
  return { request_id: requestId, sequence, kind };
}

export interface EventPublisher {
  /**
   * Tells every subscriber of each notice, at least once. Returns those of the given that could not be told, for the caller
   * to try again; throws a `GatewayError` when nobody can say which they are.
   */
  publish(notices: readonly EventNotice[]): Promise<readonly EventNotice[]>;
}
