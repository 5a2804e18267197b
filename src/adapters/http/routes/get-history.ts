import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { eventAnswerSchema, toEventAnswer } from "../event-answer.ts";
import { pageShape, person } from "../fields.ts";
import { answerOrWrongCursor } from "../find-requests.ts";
import { problems } from "../problem.ts";

const historySchema = z
  .object({ events: z.array(eventAnswerSchema), next_cursor: z.string().nullable() })
  .openapi("History");

const moment = z.iso.datetime({ offset: true });

const route = createRoute({
  method: "get",
  path: "/api/v1/policy/history",
  summary: "What has happened in your tenant, the newest first",
  ...forRoles(allowed.readHistory),
  request: {
    query: z.object({
      /** What this person did. */
      actor: person.optional(),
      /** 30 days before `to`, where it is left out. */
      from: moment.optional(),
      /** Now, where it is left out; name it to go through several pages. */
      to: moment.optional(),
      ...pageShape,
    }),
  },
  responses: {
    200: { description: "A page of it.", content: { "application/json": { schema: historySchema } } },
    ...problems,
  },
});

const usualMilliseconds = 30 * 86_400_000;

export function addGetHistory(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, now }: Pick<ApiDependencies, "useCasesOf" | "now">,
): void {
  app.openapi(route, async (c) => {
    const { actor, from: begins, to: ends, limit, cursor } = c.req.valid("query");
    const { tenant } = c.get("caller");
    const to = ends === undefined ? now() : new Date(ends);
    const from = begins === undefined ? new Date(to.getTime() - usualMilliseconds) : new Date(begins);
    return answerOrWrongCursor(c, async () => {
      const page = await useCasesOf(tenant).auditLog.history(tenant, { actor, from, to }, { limit, cursor });
      return c.json({ events: page.items.map(toEventAnswer), next_cursor: page.next ?? null }, 200);
    });
  });
}
