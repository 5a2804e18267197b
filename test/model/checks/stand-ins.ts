import assert from "node:assert/strict";
import { chainStart } from "../../../src/core/audit-event.ts";
import { type DelegationEvent, hashOfDelegationEvent } from "../../../src/core/delegation/register.ts";
import type { ChainEnd } from "../../../src/core/request.ts";
import { plainItem, type WireItem } from "../wire/written-items.ts";
import { delegationsKey, mailOf } from "../world/model-policy.ts";

/** That somebody decides for somebody, as the record tells it. */
interface StandIn {
  readonly id: string;
  readonly of: string;
  readonly to: string;
  readonly from: number;
  readonly until: number;
  /** When they were back, where that was before its time. */
  readonly endedAt?: number;
}

/** What somebody who only reads the record knows of who decides for whom. */
export interface StandIns {
  readonly all: readonly StandIn[];
  readonly chainEnd: ChainEnd;
}

/** The entries about delegations among those of the record. */
export function delegationsIn(items: readonly WireItem[]): readonly DelegationEvent[] {
  return items.flatMap((item) => {
    if (item.request_id?.S !== delegationsKey) return [];
    const { previous_hash: previousHash, at, ...entry } = plainItem(item);
    return [{ ...entry, previousHash, at: new Date(String(at)) } as DelegationEvent];
  });
}

export const nobodyAway: StandIns = { all: [], chainEnd: chainStart };

const inGroups: readonly string[] = (["priya", "tom", "lena", "marco", "olga"] as const).map((name) =>
  mailOf(name),
);

/** The account after one more entry. Throws where it is nothing that may happen, or not the next link of its chain. */
export function withEntry({ all, chainEnd }: StandIns, entry: DelegationEvent): StandIns {
  const { sequence, previousHash, hash, kind, by, details } = entry;
  assert.deepEqual(
    { sequence: sequence - 1, hash: previousHash },
    chainEnd,
    `${kind} by ${by} is the next entry`,
  );
  assert.equal(hash, hashOfDelegationEvent(entry), `${kind} by ${by} is as it was written`);
  const at = entry.at.getTime();
  const next = kind === "delegated" ? [...all, made(all, entry)] : ended(all, by, details.ended, at);
  return { all: next, chainEnd: { sequence, hash } };
}

function made(all: readonly StandIn[], { by, details }: DelegationEvent): StandIn {
  const [id, of, to] = [details.delegation, details.of, details.to].map(String);
  assert(id && of && to);
  const [from, until] = [Date.parse(String(details.from)), Date.parse(String(details.until))];
  assert.equal(by, of, "nobody is sent away by others");
  assert(of !== to && from < until, `${of} has ${to} decide`);
  assert(inGroups.includes(of) && inGroups.includes(to), `${of} and ${to} are people of the policy's groups`);
  const meanwhile = all.filter((other) => from < endOf(other) && other.from < until);
  assert(!meanwhile.some((other) => other.of === of), `${of} has two people decide at a time`);
  assert(!meanwhile.some((other) => other.to === of || other.of === to), `a chain from ${of} to ${to}`);
  return { id, of, to, from, until };
}

function ended(all: readonly StandIn[], by: string, told: unknown, at: number): readonly StandIn[] {
  const ids = (told as readonly { readonly delegation: string }[]).map(({ delegation }) => delegation);
  assert(ids.length > 0, "something ends");
  return all.map((one) => {
    if (!ids.includes(one.id)) return one;
    assert(one.of === by || one.to === by, `${by} ends what is none of theirs`);
    assert(at < endOf(one), `${one.id} was over`);
    return { ...one, endedAt: at };
  });
}

function endOf({ until, endedAt = until }: StandIn): number {
  return endedAt;
}

/** Whether one decides for the other at that moment; at the very moment of its early end, both is true. */
export function standsInFor({ all }: StandIns, to: string, of: string, at: number): boolean {
  return all.some(
    (one) =>
      one.of === of &&
      one.to === to &&
      one.from <= at &&
      (one.endedAt === undefined ? at < one.until : at <= one.endedAt),
  );
}
