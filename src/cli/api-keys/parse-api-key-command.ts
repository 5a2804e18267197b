import { z } from "zod";
import { type Role, roles } from "../../core/api/role.ts";
import { type PersonId, personIdSchema } from "../../core/person.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { OperatorPlace } from "../operator-options.ts";

export type ApiKeyCommand = { readonly kind: "api-key"; readonly place: OperatorPlace } & (
  | {
      readonly act: "create";
      readonly name: string;
      readonly person: PersonId;
      readonly roles: readonly Role[];
      readonly actsForOthers: boolean;
      readonly expiresAfterDays: number;
    }
  | { readonly act: "list" }
  | { readonly act: "revoke"; readonly id: string }
);

const missing = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? `${what} is missing.` : undefined),
});

/** So that no key outlives whoever knows what it is for. */
const mostDays = 366;

const createSchema = z.object({
  name: z
    .string(missing("--name"))
    .trim()
    .min(1, "--name is empty.")
    .max(100, "--name: 100 characters at most."),
  person: z.string(missing("--person")).pipe(personIdSchema),
  role: z.array(z.enum(roles, `--role is one of ${roles.join(", ")}.`), missing("--role")).min(1),
  expires: z
    .string(missing("--expires"))
    .regex(/^[1-9]\d{0,2}d$/, 'write it in days, as "90d"')
    .transform((text) => Number.parseInt(text, 10))
    .refine((days) => days <= mostDays, `${mostDays} days at most`),
  "acts-for-others": z.boolean().default(false),
});

/** What is to be done with keys of this place, or what is wrong with the arguments, in a sentence. */
export function parseApiKeyCommand(
  [act, ...more]: readonly string[],
  { place, values }: { readonly place: OperatorPlace; readonly values: Readonly<Record<string, unknown>> },
): Result<ApiKeyCommand, string> {
  const [id, ...others] = more;
  const isKnown = act === "revoke" ? id !== undefined : act === "create" || act === "list";
  if (!isKnown || (act === "revoke" ? others : more).length > 0) {
    return err('Say "api-key create", "api-key list" or "api-key revoke KEY_ID".');
  }
  const common = { kind: "api-key", place } as const;
  if (act === "list") return ok({ ...common, act });
  if (id !== undefined) return ok({ ...common, act: "revoke", id });
  const asked = createSchema.safeParse(values);
  if (!asked.success) return err(firstIssue(asked.error));
  const { name, person, role, expires, "acts-for-others": actsForOthers } = asked.data;
  return ok({
    ...common,
    act: "create",
    name,
    person,
    roles: role,
    actsForOthers,
    expiresAfterDays: expires,
  });
}

function firstIssue({ issues: [issue] }: z.ZodError): string {
  const message = issue?.message ?? "";
  return message.startsWith("--") ? message : `--${issue?.path[0]?.toString() ?? ""}: ${message}`;
}
