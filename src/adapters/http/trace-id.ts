import { z } from "zod";

const eventSchema = z.object({ requestContext: z.object({ requestId: z.string() }) });

/** The gateway's id of a call, by which its log lines are found. */
export function traceIdOf(event: unknown): string {
  return eventSchema.safeParse(event).data?.requestContext.requestId ?? "unknown";
}
