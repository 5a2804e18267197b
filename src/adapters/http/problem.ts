import { z } from "@hono/zod-openapi";
import type { Context, TypedResponse } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Role } from "../../core/api/role.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import type { ApiEnvironment } from "./api-environment.ts";

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
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

/** What every route can answer besides its own. */
export const problems = {
  400: problemResponse("Something in the call is missing or wrong: `errors` names it."),
  401: problemResponse("Nobody is signed in: no signature, key or token, or one that is no good."),
  403: problemResponse("The caller may not do this."),
  404: problemResponse("There is no such thing in the caller's tenant."),
  409: problemResponse("The state of things forbids it."),
  413: problemResponse("The body is too long."),
  415: problemResponse("The body is not JSON."),
  422: problemResponse("The Idempotency-Key or correlation_id belongs to another order."),
  429: problemResponse("The caller calls too often: `Retry-After` says when to go on."),
  500: problemResponse("A defect. Nothing of it is told but the trace id."),
  503: problemResponse("AWS did not answer: it may or may not be done."),
};

const titles = {
  400: "Wrong request",
  401: "Nobody is signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Not possible now",
  413: "Too long",
  415: "Not JSON",
  422: "Key already used",
  429: "Too many calls",
  500: "Something went wrong",
  503: "Not available",
} as const;

type ProblemStatus = keyof typeof titles & ContentfulStatusCode;

/** One answer for each status, as routes declare them. */
type ProblemAnswer<Status> = Status extends ProblemStatus
  ? Response & TypedResponse<Problem, Status, "json">
  : never;

type Said = Omit<Problem, "type" | "title" | "status">;

/** An answer that says no, as RFC 9457 has it. `detail` is for people, `code` for programs. */
export function problem<Status extends ProblemStatus>(
  c: Context,
  status: Status,
  said: Said,
): ProblemAnswer<Status>;
export function problem(c: Context, status: ProblemStatus, { code, detail, ...more }: Said): Response {
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
  "self-approval": 403,
  "not-an-approver": 403,
  "not-yours-to-cancel": 403,
  denied: 403,
  "self-review": 403,
  "not-a-reviewer": 403,
  "no-break-glass": 403,
  "no-analytics": 403,
  "not-your-template": 403,
  "delegation-vetoed": 403,
  "nothing-to-delegate": 403,
  unlimitable: 400,
  "objection-reason-required": 400,
  "incident-required": 400,
  "unknown-template": 400,
  "template-elsewhere": 400,
  "delegation-to-self": 400,
  "unfit-delegate": 400,
  "override-reason-required": 400,
  "reason-required": 400,
  "ambiguous-instance": 400,
  "nothing-selected": 400,
  "too-many-instances": 400,
  "mixed-environments": 400,
  "unknown-instance": 404,
  "unknown-request": 404,
  "unknown-webhook": 404,
  "no-delegation": 404,
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

/** A caller without the role that something takes. */
export function lacksRole(c: Context<ApiEnvironment>, needed: readonly Role[]) {
  const detail = `This takes one of the roles ${needed.join(", ")}. The owner of your key, or of the policy, can give it to you.`;
  c.set("exceeded", "role-missing");
  return problem(c, 403, { code: "role-missing", detail });
}

/** A name that is another's than the caller's. */
export function notTheCaller(c: Context<ApiEnvironment>, field: string, caller: string) {
  const detail = `${field} has to be ${caller}, who calls, or nothing: only a key that acts for others may name them.`;
  c.set("exceeded", "not-the-caller");
  return problem(c, 403, { code: "not-the-caller", detail });
}

function statusOf({ kind }: Refusal) {
  return isListed(kind) ? statusOfKind[kind] : 409;
}

function isListed(kind: Refusal["kind"]): kind is keyof typeof statusOfKind {
  return Object.hasOwn(statusOfKind, kind);
}
