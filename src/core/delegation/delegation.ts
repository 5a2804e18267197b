import type { Person, PersonId } from "../person.ts";

/** That one person decides for another, who is away, from the one moment to before the other. */
export interface Delegation {
  /** Unique for a tenant, and never given again. */
  readonly id: string;
  /** Who is away. */
  readonly of: Person;
  /** Who decides instead. */
  readonly to: Person;
  readonly from: Date;
  readonly until: Date;
  /** The end as people read it: "Fri 4 Dec", or with a time of day where it has one. */
  readonly untilText: string;
}

export function isInForce({ from, until }: Pick<Delegation, "from" | "until">, now: Date): boolean {
  return from <= now && now < until;
}

interface Asking {
  readonly requestedBy: Person;
  readonly requirement: { readonly ownDecisionOnly?: readonly PersonId[] | undefined };
  readonly delegations?: readonly Delegation[] | undefined;
}

/**
 * Who stands in for whom of these people. Never the requester, neither for somebody nor through somebody; and for nobody whom the
 * policy wants to decide in person. Only people's own seats are passed on, so that no chain comes of it.
 */
export function standInsAmong(
  { requestedBy, requirement, delegations = [] }: Asking,
  people: readonly PersonId[],
): readonly Delegation[] {
  const { ownDecisionOnly = [] } = requirement;
  return delegations.filter(
    ({ of, to }) =>
      people.includes(of.id) &&
      !ownDecisionOnly.includes(of.id) &&
      of.id !== requestedBy.id &&
      to.id !== requestedBy.id,
  );
}

/** "Lena Fischer decides for Priya Nair until Fri 4 Dec" */
export function delegationText({ of, to, untilText }: Pick<Delegation, "of" | "to" | "untilText">): string {
  return `${to.name} decides for ${of.name} until ${untilText}`;
}
