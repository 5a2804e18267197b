import { createHash, randomUUID } from "node:crypto";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { QuestionReview } from "../../../app/ports/question-reviews.ts";
import { longestDetail } from "../../../core/task/task-details.ts";
import { rejectionWays } from "../../../core/task/task-state.ts";
import { allowed, forRoles, personNamed } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { idempotencyHeaders, named, person } from "../fields.ts";
import { addressAt } from "../mount.ts";
import { notTheCaller, problem, problems, refused } from "../problem.ts";

const path = "/api/v1/question-reviews";

/** As long as an execution's name can be: what is longer names none, and the table takes no key of any length. */
const reviewIdSchema = z.string().max(80);

const questionSchema = z
  .strictObject({
    text: named(longestDetail),
    options: z.array(named(500)).min(2).max(10),
    correct_answer: named(500),
  })
  .refine(({ options, correct_answer }) => options.includes(correct_answer), {
    path: ["correct_answer"],
    error: "is none of the options",
  })
  // Together they are one detail of the request.
  .refine(({ options }) => options.join("\n").length <= longestDetail - 50, {
    path: ["options"],
    error: `${longestDetail - 50} characters at most, all together`,
  });

const orderSchema = z
  .strictObject({
    question: questionSchema,
    assigned_to: person,
    /** The caller, where it is left out. */
    assigned_by: person.optional(),
    on_reject: z.enum(rejectionWays).default("decision"),
  })
  .openapi("QuestionReviewOrder");

const startedSchema = z.object({ review_id: z.string() }).openapi("QuestionReviewStarted");

const reviewSchema = z
  .object({
    review_id: z.string(),
    question: z.object({ text: z.string(), options: z.array(z.string()), correct_answer: z.string() }),
    task: z.object({
      assigned_by: z.string(),
      assigned_to: z.string(),
      status: z.string().openapi({ examples: ["waiting", "approved", "rejected", "timed_out", "failed"] }),
      comments: z.array(z.string()),
    }),
    updated_at: z.iso.datetime(),
  })
  .openapi("QuestionReview");

const starting = createRoute({
  method: "post",
  path,
  summary: "Have an examination question reviewed: starts the workflow",
  ...forRoles(allowed.ask),
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { "application/json": { schema: orderSchema } } },
  },
  responses: {
    202: {
      description: "Started, now or by the same order before; `Location` says where it is to be had.",
      content: { "application/json": { schema: startedSchema } },
    },
    ...problems,
  },
});

const reading = createRoute({
  method: "get",
  path: `${path}/{id}`,
  summary: "A question with its task, as the workflow keeps them",
  ...forRoles(allowed.look),
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: "As it is now.", content: { "application/json": { schema: reviewSchema } } },
    ...problems,
  },
});

/** The workflow is the deployment's own tenant's: others have none. */
export function addQuestionReviews(
  app: OpenAPIHono<ApiEnvironment>,
  { tenant, reviewWorkflow, questionReviews, log }: ApiDependencies,
): void {
  app.openapi(starting, async (c) => {
    const caller = c.get("caller");
    if (caller.tenant !== tenant) return unknownReview(c);
    const { question, assigned_to: assignedTo, assigned_by, on_reject: onReject } = c.req.valid("json");
    const by = personNamed(caller, assigned_by);
    if (!by) return notTheCaller(c, "assigned_by", caller.person.id);
    const key = c.req.valid("header")["idempotency-key"];
    const reviewId = key === undefined ? randomUUID() : reviewIdOf(caller.through, key);
    const { text, options, correct_answer: correctAnswer } = question;
    const order = { question: { text, options, correctAnswer }, assignedBy: by.id, assignedTo, onReject };
    const outcome = await reviewWorkflow.start(reviewId, order);
    log.info(
      { person: by.id, through: caller.through, review_id: reviewId, outcome },
      "a review was ordered",
    );
    if (outcome === "taken") return refused(c, { kind: "key-used", requestId: `review ${reviewId}` });
    c.header("Location", addressAt(c, `${path}/${reviewId}`));
    return c.json({ review_id: reviewId }, 202);
  });

  app.openapi(reading, async (c) => {
    const id = reviewIdSchema.safeParse(c.req.valid("param").id);
    const isTheirs = c.get("caller").tenant === tenant;
    const review = id.success && isTheirs ? await questionReviews.find(id.data) : undefined;
    return review ? c.json(toAnswer(review), 200) : unknownReview(c);
  });
}

function unknownReview(c: Parameters<typeof problem>[0]) {
  const detail = "There is no such review, or it has only just begun.";
  return problem(c, 404, { code: "unknown-review", detail });
}

/** An execution's name, which takes less than a key does; each caller's keys are their own. */
function reviewIdOf(through: string, key: string): string {
  return createHash("sha256")
    .update(JSON.stringify([through, key]))
    .digest("hex")
    .slice(0, 32);
}

function toAnswer({ reviewId, question, task, updatedAt }: QuestionReview) {
  const { text, options, correctAnswer } = question;
  return {
    review_id: reviewId,
    question: { text, options: [...options], correct_answer: correctAnswer },
    task: {
      assigned_by: task.assignedBy,
      assigned_to: task.assignedTo,
      status: task.status,
      comments: [...task.comments],
    },
    updated_at: updatedAt.toISOString(),
  };
}
