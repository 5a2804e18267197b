import type { Delegation } from "../../core/delegation/delegation.ts";
import { parsePeriod } from "../../core/delegation/parse-period.ts";
import {
  type DelegationRegister,
  delegate,
  type RegisterChange,
  running,
  type UndelegateCommand,
  undelegate,
} from "../../core/delegation/register.ts";
import type { Person, Surface } from "../../core/person.ts";
import { delegationVeto } from "../../core/policy/delegation-veto.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { GatewayError } from "../gateway-error.ts";
import { pauseAfterConflict } from "../pause-after-conflict.ts";
import type { DelegationStore } from "../ports/delegation-store.ts";

/** Who decides for somebody who is away, as they say it themselves. */
interface DelegationWish {
  readonly by: Person;
  readonly to: Person;
  /** As they wrote it; empty for from now on. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly surface: Surface;
  /** Whose key or identity tells it at the API. */
  readonly through?: string | undefined;
}

export interface Delegations {
  delegate(wish: DelegationWish): Promise<Result<Delegation, Refusal>>;
  /** Ends the person's own; with another person, those between the two. */
  undelegate(asked: UndelegateCommand): Promise<Result<readonly Delegation[], Refusal>>;
  /** Those in force and to come, the first to end first. */
  list(): Promise<readonly Delegation[]>;
}

interface Dependencies {
  readonly delegations: DelegationStore;
  readonly policy: Policy;
  readonly tenant: string;
  readonly now: () => Date;
}

const mostAttempts = 12;

/** What people can do about who decides for them: one read, and one transaction of the register and its audit entry. */
export function makeDelegations({ delegations, policy, tenant, now }: Dependencies): Delegations {
  return {
    delegate: async ({ by, to, from, until, reason, ...told }) => {
      const veto = delegationVeto(policy, by.id, to);
      if (veto) return err(veto);
      const changed = await change((register, moment) => {
        const period = parsePeriod({ from, until }, { zone: policy.time_zone, now: moment });
        if (!period.ok) return err({ kind: "invalid-parameters", issues: period.error });
        const command = { of: by, to, ...period.value, reason: reason.trim().toWellFormed(), ...told };
        return delegate(register, command, moment);
      });
      return changed.ok ? ok(changed.value.made) : changed;
    },
    undelegate: async (asked) => {
      const changed = await change((register, moment) => undelegate(register, asked, moment));
      return changed.ok ? ok(changed.value.ended) : changed;
    },
    list: async () =>
      running(await delegations.find(tenant), now()).toSorted(
        (one, other) => one.until.getTime() - other.until.getTime(),
      ),
  };

  /** Decides again on the register as it is then when another change came first. */
  async function change<Changed extends RegisterChange>(
    decide: (register: DelegationRegister, now: Date) => Result<Changed, Refusal>,
  ): Promise<Result<Changed, Refusal>> {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const decided = decide(await delegations.find(tenant), now());
      if (!decided.ok || (await delegations.save(decided.value)) === "saved") return decided;
      await pauseAfterConflict(attempt);
    }
    throw new GatewayError(`the delegations were changed by others ${mostAttempts} times in a row`);
  }
}
