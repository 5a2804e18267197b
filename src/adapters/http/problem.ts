import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Refusal, refusalText } from "../../core/refusal.ts";

const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** What the matter is, for programs. */
    code: z.string(),
    errors: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
    /** The line that asks for it in chat. */
    command: z.string().optional(),
    /** What the operators find in the log. */
    trace_id: z.string().optional(),
  })
  .openapi("Problem");

type Problem = z.infer<typeof problemSchema>;

/** How a route declares an answer that is a problem. */
export function problemResponse(description: string) {
  return { description, content: { "application/problem+json": { schema: problemSchema } } } as const;
}

const titles = {
  400: "Wrong request",
  401: "Nobody is signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Not possible now",
  413: "Too long",
  415: "Not JSON",
  422: "Key already used",
  500: "Something went wrong",
  503: "Not available",
} as const;

type ProblemStatus = keyof typeof titles & ContentfulStatusCode;

/** An answer that says no, as RFC 9457 has it. `detail` is for people, `code` for programs. */
export function problem<Status extends ProblemStatus>(
  c: Context,
  status: Status,
  { code, detail, ...more }: Omit<Problem, "type" | "title" | "status">,
) {
  const body: Problem = { type: "about:blank", title: titles[status], status, detail, code, ...more };
  return c.json(body, status, { "content-type": "application/problem+json" });
}

/** The rest is what the state of things forbids. */
const statusOfKind = {
  "unknown-operation": 400,
  "invalid-parameters": 400,
  "justification-required": 400,
  "text-too-long": 400,
  "needs-approval": 403,
  "unknown-person": 403,
  "unknown-instance": 404,
  "unknown-request": 404,
  "key-used": 422,
} as const satisfies Partial<Record<Refusal["kind"], ProblemStatus>>;

/** A refusal in its one wording, with what programs want of it. */
export function refused(c: Context, refusal: Refusal) {
  return problem(c, statusOf(refusal), {
    code: refusal.kind,
    detail: refusalText(refusal),
    ...(refusal.kind === "invalid-parameters" && {
      errors: refusal.issues.map(({ parameter, message }) => ({ parameter, message })),
    }),
    ...(refusal.kind === "needs-approval" && refusal.command !== undefined && { command: refusal.command }),
  });
}

function statusOf({ kind }: Refusal) {
  return isListed(kind) ? statusOfKind[kind] : 409;
}

function isListed(kind: Refusal["kind"]): kind is keyof typeof statusOfKind {
  return Object.hasOwn(statusOfKind, kind);
}
