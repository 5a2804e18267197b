import type { ApiCaller } from "../api/api-caller.ts";
import { type PersonId, personIdSchema } from "../person.ts";
import type { Caller } from "./caller.ts";

/** A principal's person, and what the policy lets them do; no tenant is the deployment's own. */
export type KnownCaller = Pick<ApiCaller, "roles" | "actsForOthers"> & {
  readonly person: PersonId;
  readonly tenant: string | undefined;
};

/**
 * The person whom an AWS principal's ARN stands for: by that very ARN, by its role, or by a role of IAM Identity Center and the
 * e-mail address that is its session's name there. Nobody where several would fit in the same way: entries of one person in
 * one tenant add up.
 * How the ARNs look: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function findCaller(callers: readonly Caller[], arn: string): KnownCaller | undefined {
  const session = readSession(arn);
  const principals = callers.filter((caller) => caller.kind === "principal");
  const ways = [
    principals.filter((caller) => caller.arn === arn),
    principals.filter((caller) => session && isRole(caller.arn, session)),
  ];
  for (const found of ways) {
    const [first] = found;
    if (!first) continue;
    const isOne = found.every(({ person, tenant }) => person === first.person && tenant === first.tenant);
    return isOne ? { ...standingOf(first, found), person: first.person } : undefined;
  }
  const bySso = callers.filter((caller) => caller.kind === "sso-role" && session && isOf(caller, session));
  const [first] = bySso;
  const person = personIdSchema.safeParse(session?.name).data;
  if (!first || person === undefined || bySso.some(({ tenant }) => tenant !== first.tenant)) return undefined;
  return { ...standingOf(first, bySso), person };
}

function standingOf({ tenant }: Caller, found: readonly Caller[]) {
  const roles = [...new Set(found.flatMap((caller) => caller.roles))];
  return { tenant, roles, actsForOthers: found.some(({ actsForOthers }) => actsForOthers) };
}

interface Session {
  readonly partition: string;
  readonly account: string;
  readonly role: string;
  readonly name: string;
}

/** Of `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is left out in it. */
function readSession(arn: string): Session | undefined {
  const found = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/.exec(arn);
  if (!found) return undefined;
  const [, partition = "", account = "", role = "", name = ""] = found;
  return { partition, account, role, name };
}

/** A role's name is its account's only one, whatever its path. */
function isRole(arn: string, { partition, account, role }: Session): boolean {
  return arn.startsWith(`arn:${partition}:iam::${account}:role/`) && arn.split("/").at(-1) === role;
}

/** AWS ends such a role's name with 16 hexadecimal digits. */
function isOf(caller: Extract<Caller, { kind: "sso-role" }>, { account, role, name }: Session): boolean {
  const start = caller.role.slice(0, -1);
  return (
    account === caller.account &&
    role.startsWith(start) &&
    /^[0-9a-f]{16}$/.test(role.slice(start.length)) &&
    name.toLowerCase().endsWith(`@${caller.emailDomain}`)
  );
}
