import { STSServiceException } from "@aws-sdk/client-sts";
import { GatewayError } from "../../app/gateway-error.ts";
import type { Account } from "../../core/policy/accounts.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Carrier, RdsRejection } from "../../operations/frame/rds-gateway.ts";
import { isDefiniteRefusal } from "../definite-refusal.ts";
import type { AssumeRole, SessionCredentials } from "./assume-role.ts";
import { keepSession } from "./kept-session.ts";

/** With what rights an account is asked and changed. Both throw a `GatewayError` for an account that the policy does not name. */
export interface AccountAccess {
  /** What signs questions to an account; nothing where the tool's own rights do. */
  readonly reading: (account: string) => (() => Promise<SessionCredentials>) | undefined;
  /**
   * The credentials of one change, in a session named after the request that it carries out, tagged with the environment that this
   * was decided for, and limited to the policy; nothing where the tool's own rights do. Refused where the role cannot be taken on, and
   * then nothing was changed. Throws a `GatewayError` where STS gave no usable answer.
   */
  readonly changing: (
    account: string,
    carriedBy: Carrier,
    policy: string,
  ) => Promise<Result<SessionCredentials | undefined, RdsRejection>>;
}

export interface AccountAccessOptions {
  /** The policy's; none, and every account is the tool's own. */
  readonly accounts: readonly Account[];
  /** The role that may change databases of the tool's own account; left out, the tool's own rights do it. */
  readonly ownOperatorRole: string | undefined;
  /** For roles whose account says no other. */
  readonly externalId: string | undefined;
  /** The name of reading sessions. */
  readonly sessionName: string;
}

/** The tool's own rights, for everything. */
export const ownAccess: AccountAccess = {
  reading: () => undefined,
  changing: async () => ok(undefined),
};

/** Without the tag of production the operator roles change nothing that is tagged so: infra/roles/operator.yml names it, too. */
const environmentTag = "countersign:environment";

/** The least that AssumeRole gives; one call needs no longer. */
const changingSeconds = 900;

export function makeAccountAccess(
  assumeRole: AssumeRole,
  { accounts, ownOperatorRole, externalId: usualExternalId, sessionName }: AccountAccessOptions,
  now: () => Date = () => new Date(),
): AccountAccess {
  const readers = new Map(
    accounts.map(({ id, reader_role, external_id: externalId = usualExternalId }) => {
      const open = (roleArn: string) => assumeRole({ roleArn, externalId, name: sessionName, seconds: 3600 });
      return [id, reader_role === undefined ? undefined : keepSession(() => open(reader_role), now)] as const;
    }),
  );
  return {
    reading: (account) => readers.get(findAccount(account)?.id ?? account),
    changing: async (account, carriedBy, policy) => {
      const { operator_role = ownOperatorRole, external_id = usualExternalId } = findAccount(account) ?? {};
      if (operator_role === undefined) return ok(undefined);
      try {
        const session = await assumeRole({
          roleArn: operator_role,
          externalId: external_id,
          name: carriedBy.id,
          tags: { [environmentTag]: carriedBy.environment },
          policy,
          seconds: changingSeconds,
        });
        return ok(session);
      } catch (cause) {
        if (cause instanceof STSServiceException && isDefiniteRefusal(cause)) {
          return err({
            code: "RoleNotAssumed",
            message: `STS refused the role that changes databases in the account ${account}: ${cause.name}`,
          });
        }
        throw new GatewayError("STS gave no usable answer, so nothing was changed", { cause });
      }
    },
  };

  /** Nothing where the policy lists no account at all. */
  function findAccount(id: string): Account | undefined {
    const account = accounts.find((one) => one.id === id);
    if (account || accounts.length === 0) return account;
    throw new GatewayError(`The policy does not name the account ${id} any more`);
  }
}
