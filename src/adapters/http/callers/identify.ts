import { z } from "zod";
import type { CheckApiKey } from "../../../app/api/check-api-key.ts";
import type { ApiCaller } from "../../../core/api/api-caller.ts";
import { findCaller } from "../../../core/policy/find-caller.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { callerOfToken } from "./caller-of-token.ts";
import type { VerifyToken } from "./verify-token.ts";

/**
 * What the gateway's IAM authorizer puts into the event once it has checked the signature.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
const eventSchema = z.object({
  requestContext: z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }) }),
});

export interface IdentityDependencies {
  readonly policy: Pick<Policy, "callers">;
  /** The deployment's own, of everybody who is not said to be of another one. */
  readonly tenant: string;
  readonly checkApiKey: CheckApiKey;
  readonly verifyToken: VerifyToken;
}

/** Who calls; nobody where nothing proves it, and a stranger where it is proven and the policy knows no person for it. */
type Identified =
  | { readonly kind: "caller"; readonly caller: ApiCaller }
  | { readonly kind: "nobody"; readonly hasTried: boolean }
  | { readonly kind: "stranger"; readonly principal: string };

/** Learns who calls from what the gateway has checked, or from a key or token that proves good; never from a body. */
export async function identify(
  { policy, tenant, checkApiKey, verifyToken }: IdentityDependencies,
  event: unknown,
  authorization: string | undefined,
): Promise<Identified> {
  const signed = eventSchema.safeParse(event).data;
  if (signed) return callerOfArn(signed.requestContext.authorizer.iam.userArn);
  const [, text] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? "") ?? [];
  if (text === undefined) return { kind: "nobody", hasTried: authorization !== undefined };
  const key = await checkApiKey(text);
  if (key) {
    const { id, person, roles, actsForOthers } = key;
    const caller = { person: { id: person, name: person }, tenant: key.tenant, roles, actsForOthers };
    return { kind: "caller", caller: { ...caller, through: `key:${id}` } };
  }
  const token = await verifyToken(text);
  if (!token) return { kind: "nobody", hasTried: true };
  const caller = callerOfToken(token, tenant);
  return caller ? { kind: "caller", caller } : { kind: "stranger", principal: token.claims.sub };

  function callerOfArn(principal: string): Identified {
    const known = findCaller(policy.callers, principal);
    if (!known) return { kind: "stranger", principal };
    const { person, ...standing } = known;
    return {
      kind: "caller",
      caller: {
        ...standing,
        tenant: known.tenant ?? tenant,
        person: { id: person, name: person },
        through: `iam:${principal}`,
      },
    };
  }
}
