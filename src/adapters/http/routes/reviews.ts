import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { requestIdSchema } from "../../../core/request.ts";
import { longestText } from "../../../core/transitions/create.ts";
import { allowed, forRoles, personNamed } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { person, text } from "../fields.ts";
import { notTheCaller, problems, refused } from "../problem.ts";
import { requestAnswerSchema, toRequestAnswer } from "../request-answer.ts";

const reviewSchema = z
  .strictObject({
    verdict: z.enum(["confirm", "object"]),
    /** An objection needs one. */
    comment: text(longestText).default(""),
    /** The caller, where it is left out. */
    reviewed_by: person.optional(),
  })
  .openapi("Review");

const route = createRoute({
  method: "post",
  path: "/api/v1/policy/requests/{id}/review",
  summary: "Say what you think of what was done in an emergency, after its end",
  ...forRoles(allowed.decide),
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { "application/json": { schema: reviewSchema } } },
  },
  responses: {
    200: {
      description: "The request as it is now.",
      content: { "application/json": { schema: requestAnswerSchema } },
    },
    ...problems,
  },
});

export function addReviews(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, log }: Pick<ApiDependencies, "useCasesOf" | "log">,
): void {
  app.openapi(route, async (c) => {
    const { verdict, comment, reviewed_by: named } = c.req.valid("json");
    const caller = c.get("caller");
    const { through } = caller;
    const by = personNamed(caller, named);
    if (!by) return notTheCaller(c, "reviewed_by", caller.person.id);
    const requestId = c.req.valid("param").id;
    const id = requestIdSchema.safeParse(requestId);
    if (!id.success) return refused(c, { kind: "unknown-request", requestId });
    const command = { verdict, by, surface: "api" as const, through, comment };
    const outcome = await useCasesOf(caller.tenant).reviewEmergency(id.data, command);
    const refusal = outcome.ok ? undefined : outcome.error.kind;
    log.info({ person: by.id, through, request_id: id.data, verdict, refusal }, "a review was sent");
    return outcome.ok ? c.json(toRequestAnswer(outcome.value), 200) : refused(c, outcome.error);
  });
}
