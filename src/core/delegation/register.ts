import { chainStart } from "../audit-event.ts";
import { type JsonObject, sha256OfJson } from "../json.ts";
import type { Person, PersonId, Surface } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { ChainEnd } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import type { Delegation } from "./delegation.ts";

/** A tenant's delegations, in one: so that none can be made beside another unseen. Those that are over stay for two days. */
export interface DelegationRegister {
  readonly tenant: string;
  /** Counts the changes; each save is conditional on the one it was read at. 0 where there were none. */
  readonly revision: number;
  readonly delegations: readonly Delegation[];
  /** The end of the chain of its entries in the audit log. */
  readonly chainEnd: ChainEnd;
}

/** An entry of the audit log about who decides for whom, chained by hash to the one before. */
export interface DelegationEvent {
  readonly tenant: string;
  readonly sequence: number;
  readonly at: Date;
  readonly by: PersonId;
  readonly kind: "delegated" | "undelegated";
  readonly details: JsonObject;
  readonly previousHash: string;
  readonly hash: string;
}

/** A changed register and the entry that tells of it; both are saved together or not at all. */
export interface RegisterChange {
  readonly register: DelegationRegister;
  readonly event: DelegationEvent;
}

export interface DelegateCommand extends Pick<Delegation, "of" | "to" | "from" | "until" | "untilText"> {
  readonly surface: Surface;
  /** Whose key or identity told it at the API. */
  readonly through?: string | undefined;
  /** Why they are away. Empty where they do not say. */
  readonly reason: string;
}

export interface UndelegateCommand {
  readonly by: Person;
  /** Only those with this person. */
  readonly other: PersonId | undefined;
  /** Only the one of this id. */
  readonly id?: string | undefined;
  readonly surface: Surface;
  readonly through?: string | undefined;
}

/** More than a company names; so that the register stays one item. */
const mostDelegations = 500;

/** So long one that is over stays, for those to be told who have to be. */
const remembered = 2 * 86_400_000;

export function emptyRegister(tenant: string): DelegationRegister {
  return { tenant, revision: 0, delegations: [], chainEnd: chainStart };
}

/**
 * Has one person decide for another. Refused to oneself, for a time in which somebody decides for them already, and where it would
 * make a chain or a circle: who decides for somebody is there, and who is away decides for nobody.
 */
export function delegate(
  register: DelegationRegister,
  { surface, through, reason, ...made }: DelegateCommand,
  now: Date,
): Result<RegisterChange & { readonly made: Delegation }, Refusal> {
  const { of, to, from, until } = made;
  if (of.id === to.id) return err({ kind: "delegation-to-self" });
  const meanwhile = register.delegations.filter((other) => from < other.until && other.from < until);
  const taken = meanwhile.find((other) => other.of.id === of.id);
  if (taken) return err({ kind: "already-delegated", delegation: taken });
  const chain = meanwhile.find((other) => other.to.id === of.id || other.of.id === to.id);
  if (chain) return err({ kind: "delegation-chain", delegation: chain, isOwn: chain.to.id === of.id });
  if (running(register, now).length >= mostDelegations) return err({ kind: "too-many-delegations" });

  const delegation = { id: `delegation-${register.chainEnd.sequence + 1}`, ...made };
  const details = { ...toJson(delegation), ...toldBy(surface, through), ...(reason !== "" && { reason }) };
  const delegations = [...register.delegations, delegation];
  return ok({
    ...changed(register, delegations, { kind: "delegated", by: of.id, at: now, details }),
    made: delegation,
  });
}

/**
 * Ends a person's delegations, those to come included; with another person, only those between the two, whichever of them made
 * them: who was named can give it back. Refused where there is none.
 */
export function undelegate(
  register: DelegationRegister,
  { by, other, id, surface, through }: UndelegateCommand,
  now: Date,
): Result<RegisterChange & { readonly ended: readonly Delegation[] }, Refusal> {
  const named = running(register, now).filter((one) => id === undefined || one.id === id);
  const ended = named.filter(({ of, to }) =>
    other === undefined
      ? of.id === by.id
      : (of.id === by.id && to.id === other) || (of.id === other && to.id === by.id),
  );
  if (ended.length === 0) return err({ kind: "no-delegation" });
  const delegations = register.delegations.flatMap((one) => (ended.includes(one) ? endedAt(one, now) : one));
  const details = { ended: ended.map(toJson), ...toldBy(surface, through) };
  return ok({
    ...changed(register, delegations, { kind: "undelegated", by: by.id, at: now, details }),
    ended,
  });
}

/** Nothing stays of one that never was in force. */
function endedAt(delegation: Delegation, now: Date): readonly Delegation[] {
  return delegation.from < now ? [{ ...delegation, until: now }] : [];
}

/** Those that are in force or to come. */
export function running({ delegations }: DelegationRegister, now: Date): readonly Delegation[] {
  return delegations.filter(({ until }) => now < until);
}

function changed(
  register: DelegationRegister,
  delegations: readonly Delegation[],
  said: Pick<DelegationEvent, "kind" | "by" | "at" | "details">,
): RegisterChange {
  const { tenant, chainEnd } = register;
  const linked = { tenant, sequence: chainEnd.sequence + 1, previousHash: chainEnd.hash, ...said };
  const hash = hashOfDelegationEvent(linked);
  return {
    register: {
      ...register,
      revision: register.revision + 1,
      delegations: delegations.filter(({ until }) => until.getTime() > said.at.getTime() - remembered),
      chainEnd: { sequence: linked.sequence, hash },
    },
    event: { ...linked, hash },
  };
}

/** The hash that an entry with this content has to have, over its canonical JSON. */
export function hashOfDelegationEvent(event: Omit<DelegationEvent, "hash">): string {
  const { tenant, sequence, at, by, kind, details, previousHash } = event;
  return sha256OfJson({
    tenant,
    sequence,
    at: at.toISOString(),
    by,
    kind,
    details,
    previous_hash: previousHash,
  });
}

function toldBy(surface: Surface, through: string | undefined): JsonObject {
  return { surface, ...(through !== undefined && { through }) };
}

function toJson({ id, of, to, from, until }: Delegation): JsonObject {
  return { delegation: id, of: of.id, to: to.id, from: from.toISOString(), until: until.toISOString() };
}
