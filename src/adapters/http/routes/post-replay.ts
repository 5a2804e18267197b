import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Asking, Difference } from "../../../app/api/replay-policy.ts";
import { PolicyFileError } from "../../../app/files/policy-file-error.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { draftText, readDraft, wrongPolicy } from "../draft-policy.ts";
import { pageShape } from "../fields.ts";
import { answerOrWrongCursor } from "../find-requests.ts";
import { problems } from "../problem.ts";

const replaySchema = z
  .strictObject({
    /** A policy in YAML, asked about what was asked for in the last 90 days. */
    policy: draftText,
    ...pageShape,
  })
  .openapi("PolicyReplay");

const askingSchema = z.object({
  denied: z.boolean(),
  risk_level: z.string(),
  approvals_required: z.int(),
  groups: z.array(z.string()),
  policy_rules: z.array(z.string()),
  /** Whether the people who approved it are enough; missing where it was not approved. */
  enough: z.boolean().optional(),
});

const replayAnswerSchema = z
  .object({
    policy_version: z.string(),
    compared: z.int(),
    /** Of several instances, or of workflows: who agrees to those is not for one question to say. */
    not_compared: z.int(),
    different: z.array(
      z.object({ request_id: z.string(), title: z.string(), was: askingSchema, would_be: askingSchema }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi("PolicyReplayAnswer");

const route = createRoute({
  method: "post",
  path: "/api/v1/policy/eval/replay",
  summary: "What a draft of a policy would have made of the last 90 days",
  ...forRoles(allowed.tryPolicies),
  request: {
    body: { required: true, content: { "application/json": { schema: replaySchema } } },
  },
  responses: {
    200: {
      description: "What would have been different, of one page of requests.",
      content: { "application/json": { schema: replayAnswerSchema } },
    },
    ...problems,
  },
});

const replayedMilliseconds = 90 * 86_400_000;

export function addPostReplay(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, now }: Pick<ApiDependencies, "useCasesOf" | "now">,
): void {
  app.openapi(route, async (c) => {
    const { policy, limit, cursor } = c.req.valid("json");
    const draft = await readDraft(policy);
    if (draft instanceof PolicyFileError) return wrongPolicy(c, draft);
    const since = new Date(now().getTime() - replayedMilliseconds);
    return answerOrWrongCursor(c, async () => {
      const { replayPolicy } = useCasesOf(c.get("caller").tenant);
      const replay = await replayPolicy(draft, since, { limit, cursor });
      return c.json(
        {
          policy_version: draft.hash,
          compared: replay.compared,
          not_compared: replay.notCompared,
          different: replay.different.map(toDifference),
          next_cursor: replay.next ?? null,
        },
        200,
      );
    });
  });
}

function toDifference({ requestId, title, was, wouldBe }: Difference) {
  return { request_id: requestId, title, was: toAsking(was), would_be: toAsking(wouldBe) };
}

function toAsking({ isDenied, risk, approvals, groups, rules, isEnough }: Asking) {
  return {
    denied: isDenied,
    risk_level: risk,
    approvals_required: approvals,
    groups: [...groups],
    policy_rules: [...rules],
    ...(isEnough !== undefined && { enough: isEnough }),
  };
}
