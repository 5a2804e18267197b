import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { findNamed } from "../../../app/find-named.ts";
import { findBrokenLink } from "../../../core/audit-event.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { eventAnswerSchema, toEventAnswer } from "../event-answer.ts";
import { problems, refused } from "../problem.ts";

const eventsSchema = z
  .object({
    request_id: z.string(),
    events: z.array(eventAnswerSchema),
    chain: z.object({
      /** The end of the chain as the request itself knows it. */
      sequence: z.int(),
      hash: z.string(),
      /** Whether each event names the one before it, none is missing and the last one is that end. */
      is_whole: z.boolean(),
    }),
  })
  .openapi("RequestEvents");

const route = createRoute({
  method: "get",
  path: "/api/v1/policy/requests/{id}/events",
  summary: "All that happened to a request, with the proof that nothing is left out",
  ...forRoles(allowed.look),
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: "Its events.", content: { "application/json": { schema: eventsSchema } } },
    ...problems,
  },
});

export function addGetEvents(app: OpenAPIHono<ApiEnvironment>, { useCasesOf }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const requestId = c.req.valid("param").id;
    const { requests, auditLog } = useCasesOf(c.get("caller").tenant);
    // Read before its events, the request knows no more than they tell of.
    const request = await findNamed(requests, requestId);
    if (!request) return refused(c, { kind: "unknown-request", requestId });
    const all = await auditLog.list(request.id);
    const events = all.filter(({ sequence }) => sequence <= request.chainEnd.sequence);
    const is_whole = !findBrokenLink(events) && events.at(-1)?.hash === request.chainEnd.hash;
    return c.json(
      {
        request_id: request.id,
        events: events.map(toEventAnswer),
        chain: { ...request.chainEnd, is_whole },
      },
      200,
    );
  });
}
