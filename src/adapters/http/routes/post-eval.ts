import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { PolicyFileError } from "../../../app/files/policy-file-error.ts";
import { costToJson } from "../../../core/cost.ts";
import type { Refusal } from "../../../core/refusal.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import { risks } from "../../../core/risk.ts";
import { approversOf } from "../../../core/who-decides.ts";
import { allowed, forRoles, hasRole, personNamed } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { draftText, readDraft, wrongPolicy } from "../draft-policy.ts";
import { checkOrder, named, orderShape } from "../fields.ts";
import { wishOf } from "../file-order.ts";
import { lacksRole, notTheCaller, problems, refused } from "../problem.ts";
import { costAnswerSchema } from "../request-answer.ts";

const { correlation_id: _, justification: __, webhook_url: ___, ...askedShape } = orderShape;

const questionSchema = z
  .strictObject({
    ...askedShape,
    justification: named(2000).default("Tried out."),
    /** A policy in YAML to ask instead of the one that counts. */
    policy: draftText.optional(),
  })
  .superRefine(checkOrder)
  .openapi("PolicyQuestion");

const answerSchema = z
  .object({
    decision: z.enum(["approved", "needs-approval", "denied", "nobody-can-approve"]),
    /** Why nothing would be filed; only where it is so. */
    why: z.string().optional(),
    policy_version: z.string(),
    environment: z.string().optional(),
    environment_source: z.string().optional(),
    risk_level: z.enum(risks).optional(),
    risk_raised_by: z.array(z.string()).optional(),
    approvals_required: z.int().optional(),
    approvers: z.array(z.string()).optional(),
    groups: z.array(z.string()).optional(),
    /** The rules that match. */
    policy_rules: z.array(z.string()).optional(),
    /** What each rule says; empty where it is about several instances. */
    rules: z.array(
      z.object({
        rule: z.string(),
        verdict: z.enum(["matches", "does-not-match", "cannot-tell"]),
        /** The condition that does not hold, or why nobody can tell, which counts as a match. */
        why: z.string(),
      }),
    ),
    estimated_cost: costAnswerSchema.optional(),
    title: z.string().optional(),
    effect: z.string().optional(),
    facts: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
    expires_at: z.iso.datetime().optional(),
  })
  .openapi("PolicyAnswer");

const route = createRoute({
  method: "post",
  path: "/api/v1/policy/eval",
  summary: "What the policy, or a draft of one, would say; nothing is filed",
  ...forRoles(allowed.look),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: questionSchema } },
    },
  },
  responses: {
    200: {
      description: "Its answer.",
      content: { "application/json": { schema: answerSchema } },
    },
    ...problems,
  },
});

export function addPostEval(app: OpenAPIHono<ApiEnvironment>, dependencies: ApiDependencies): void {
  const { useCasesOf, policy } = dependencies;
  app.openapi(route, async (c) => {
    const asked = c.req.valid("json");
    const caller = c.get("caller");
    const isDraft = asked.policy !== undefined;
    if (isDraft && !hasRole(caller, allowed.tryPolicies)) return lacksRole(c, allowed.tryPolicies);
    const draft = asked.policy === undefined ? undefined : await readDraft(asked.policy);
    if (draft instanceof PolicyFileError) return wrongPolicy(c, draft);
    const by = personNamed(caller, asked.requested_by);
    if (!by) return notTheCaller(c, "requested_by", caller.person.id);
    const tried = await useCasesOf(caller.tenant).tryRequest({ ...wishOf(asked), by, surface: "api" }, draft);
    const version = draft?.hash ?? policy.hash;
    const { outcome } = tried;
    const rules = [...tried.rules];
    if (outcome.ok) return c.json({ ...toAnswer(outcome.value), rules }, 200);
    const decision = decisionOf(outcome.error);
    if (!decision) return refused(c, outcome.error);
    return c.json({ decision, why: refusalText(outcome.error), policy_version: version, rules }, 200);
  });
}

/** The refusals that are the policy's own; any other is about what was sent. */
function decisionOf({ kind }: Refusal) {
  return kind === "denied" || kind === "nobody-can-approve" ? kind : undefined;
}

function toAnswer(request: ApprovalRequest) {
  const { requirement, description, estimatedCost } = request;
  return {
    decision: request.status === "approved" ? ("approved" as const) : ("needs-approval" as const),
    policy_version: requirement.policyVersion,
    environment: request.environment,
    environment_source: request.environmentSource,
    risk_level: request.risk,
    risk_raised_by: [...requirement.raisedBy],
    approvals_required: requirement.approvals,
    approvers: [...approversOf(request)],
    groups: [...requirement.groups],
    policy_rules: [...requirement.rules],
    ...(estimatedCost && { estimated_cost: costToJson(estimatedCost) }),
    title: description.title,
    effect: description.effect,
    facts: description.facts.map(({ label, value }) => ({ label, value })),
    expires_at: request.expiresAt.toISOString(),
  };
}
