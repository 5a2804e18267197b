import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { longestText } from "../../../core/transitions/create.ts";
import { allowed, forRoles, personNamed } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { delegationAnswerSchema, toDelegationAnswer } from "../delegation-answer.ts";
import { named, person, text } from "../fields.ts";
import { notTheCaller, problems, refused } from "../problem.ts";

const path = "/api/v1/delegations";
const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const newDelegationSchema = z
  .strictObject({
    /** Who is away: the caller, where it is left out. */
    of: person.optional(),
    /** Who decides meanwhile. */
    to: person,
    /** A day such as 2026-12-04, which counts whole, or a moment such as 2026-12-04T18:00Z; from now on where it is left out. */
    from: text(100).trim().default(""),
    /** A day, or a moment, too. */
    until: named(),
    reason: text(longestText).default(""),
  })
  .openapi("NewDelegation");

const listing = createRoute({
  method: "get",
  path,
  summary: "Who decides for whom, now and later, the first to end first",
  ...forRoles(allowed.look),
  responses: {
    200: json("All of your tenant.", z.object({ delegations: z.array(delegationAnswerSchema) })),
    ...problems,
  },
});

const making = createRoute({
  method: "post",
  path,
  summary: "Have somebody decide for you while you are away",
  ...forRoles(allowed.delegate),
  request: { body: { required: true, content: { "application/json": { schema: newDelegationSchema } } } },
  responses: { 201: json("It counts from its beginning on.", delegationAnswerSchema), ...problems },
});

const ending = createRoute({
  method: "delete",
  path: `${path}/{delegation_id}`,
  summary: "End a delegation, or call it off: for who is away, and for who decides for them",
  ...forRoles(allowed.delegate),
  request: { params: z.object({ delegation_id: z.string() }) },
  responses: { 200: json("As it was.", delegationAnswerSchema), ...problems },
});

export function addDelegations(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, log }: Pick<ApiDependencies, "useCasesOf" | "log">,
): void {
  app.openapi(listing, async (c) => {
    const all = await useCasesOf(c.get("caller").tenant).delegations.list();
    return c.json({ delegations: all.map(toDelegationAnswer) }, 200);
  });
  app.openapi(making, async (c) => {
    const { of, to, from, until, reason } = c.req.valid("json");
    const caller = c.get("caller");
    const { through } = caller;
    const by = personNamed(caller, of);
    if (!by) return notTheCaller(c, "of", caller.person.id);
    const wish = { by, to: { id: to, name: to }, from, until, reason, surface: "api" as const, through };
    const made = await useCasesOf(caller.tenant).delegations.delegate(wish);
    const refusal = made.ok ? undefined : made.error.kind;
    log.info({ person: by.id, through, to, refusal }, "a delegation was sent");
    return made.ok ? c.json(toDelegationAnswer(made.value), 201) : refused(c, made.error);
  });
  app.openapi(ending, async (c) => {
    const { delegation_id: id } = c.req.valid("param");
    const caller = c.get("caller");
    const { through } = caller;
    const { delegations } = useCasesOf(caller.tenant);
    const found = (await delegations.list()).find((one) => one.id === id);
    if (!found) return refused(c, { kind: "no-delegation" });
    const { of, to } = found;
    const isTheirs = of.id === caller.person.id || to.id === caller.person.id;
    if (!isTheirs && !caller.actsForOthers) return notTheCaller(c, "of", caller.person.id);
    const [by, other] = to.id === caller.person.id ? [to, of] : [of, to];
    const ended = await delegations.undelegate({ by, other: other.id, id, surface: "api", through });
    const refusal = ended.ok ? undefined : ended.error.kind;
    log.info({ person: by.id, through, delegation_id: id, refusal }, "the end of a delegation was sent");
    return ended.ok ? c.json(toDelegationAnswer(found), 200) : refused(c, ended.error);
  });
}
