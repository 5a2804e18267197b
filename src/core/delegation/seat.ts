import type { Decision } from "../decision.ts";
import type { Person, PersonId } from "../person.ts";
import type { Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { stillNeeded } from "../still-needed.ts";
import { ownApproversOf, standInsOf } from "../who-decides.ts";
import { isInForce } from "./delegation.ts";

/** For whom a person decides: for themselves, or for somebody who is away. */
export interface Seat {
  readonly onBehalfOf: Person | undefined;
}

/**
 * The seat that a person's decision would take. Each person counts once, as who decides or as who is decided for: so neither
 * somebody and their stand-in count for one seat twice, nor one person for two seats. Who has a seat of their own takes that,
 * unless the groups that are still to agree need the other one.
 */
export function findSeat(request: ApprovalRequest, by: Person, now: Date): Result<Seat, Refusal> {
  const notAnApprover: Refusal = { kind: "not-an-approver", groups: request.requirement.groups };
  const own = ownApproversOf(request).includes(by.id) || isOwner(request, by.id);
  const standsInFor = standInsOf(request)
    .filter((one) => one.to.id === by.id && isInForce(one, now))
    .toSorted((one, other) => (one.of.id < other.of.id ? -1 : 1));
  if (!own && standsInFor.length === 0) return err(notAnApprover);
  const earlier = request.decisions.find((decision) => decision.by.id === by.id);
  if (earlier) return err({ kind: "already-decided", decision: earlier.kind });
  const forThem = request.decisions.find(({ onBehalfOf }) => onBehalfOf?.id === by.id);
  if (forThem) return err({ kind: "seat-taken", decision: forThem.kind, by: forThem.by.name, isOwn: true });

  const seats = standsInFor.map(({ of }) => ({ of, taken: findInvolvement(request, of.id) }));
  const refusal = seats.reduce<Refusal>(
    (otherwise, { taken }) =>
      taken ? { kind: "seat-taken", decision: taken.kind, by: taken.by.name, isOwn: false } : otherwise,
    notAnApprover,
  );
  const free: readonly Seat[] = [
    ...(own ? [{ onBehalfOf: undefined }] : []),
    ...seats.filter(({ taken }) => !taken).map(({ of }) => ({ onBehalfOf: of })),
  ];
  const [first] = free.toSorted(
    (one, other) => lackingWith(request, by, one) - lackingWith(request, by, other),
  );
  return first ? ok(first) : err(refusal);
}

/** Whether a person is of the policy's highest level, one of whom is enough. */
export function isOwner({ requirement }: Pick<ApprovalRequest, "requirement">, person: PersonId): boolean {
  return requirement.owners?.includes(person) ?? false;
}

/** Where a person has decided, or was decided for. */
function findInvolvement({ decisions }: ApprovalRequest, person: PersonId): Decision | undefined {
  return decisions.find(({ by, onBehalfOf }) => by.id === person || onBehalfOf?.id === person);
}

/** How many people groups would still lack. A stable sort keeps the person's own seat first among equals. */
function lackingWith(request: ApprovalRequest, by: Person, { onBehalfOf }: Seat): number {
  const decision: Decision = {
    kind: "approve",
    by,
    surface: "api",
    at: request.requestedAt,
    comment: "",
    onBehalfOf,
  };
  const { groups } = stillNeeded({ ...request, decisions: [...request.decisions, decision] });
  return groups.reduce((sum, { people }) => sum + people, 0);
}
