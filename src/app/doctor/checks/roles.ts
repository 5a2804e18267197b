import type { Account } from "../../../core/policy/accounts.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { type Check, type Finding, fine, problem, skipped } from "../check.ts";

interface RoleSettings {
  readonly readPolicy: () => Policy;
  /** The role that changes databases of the tool's own account. */
  readonly ownOperatorRole: string | undefined;
  readonly externalId: string | undefined;
}

/** Takes the role on for the least time that there is. Throws where that is refused. */
type TakeOn = (role: {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly name: string;
}) => Promise<unknown>;

/** The trust of operator roles wants a request's id for the session's name. */
const sessionName = "req-doctor";

/** Every role of every account that the policy names. */
export function checkRoles({ readPolicy, ownOperatorRole, externalId }: RoleSettings, takeOn: TakeOn): Check {
  return {
    name: "roles",
    look: async () => {
      const roles = [
        ...(ownOperatorRole === undefined ? [] : [{ roleArn: ownOperatorRole, externalId }]),
        ...readPolicy().accounts.flatMap(rolesOf),
      ];
      if (roles.length === 0) return [skipped("roles", "the policy names none: the tool's own rights count")];
      return Promise.all(roles.map(judge));
    },
  };

  function rolesOf({ reader_role, operator_role, external_id = externalId }: Account) {
    return [reader_role, operator_role].flatMap((roleArn) =>
      roleArn === undefined ? [] : [{ roleArn, externalId: external_id }],
    );
  }

  async function judge(role: {
    readonly roleArn: string;
    readonly externalId: string | undefined;
  }): Promise<Finding> {
    const about = role.roleArn.replace(/^arn:aws[a-z-]*:iam::/, "");
    try {
      await takeOn({ ...role, name: sessionName });
      return fine(about, "can be taken on");
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      return problem(
        about,
        `cannot be taken on: ${why}`,
        "Compare its trust and external id with infra/member-account.yml (docs/accounts.md). If your own credentials are none that it trusts, look from a function's role, or leave it out: --skip roles.",
      );
    }
  }
}
