import { type Fault, faultGroups, passingFaults } from "./fault.ts";
import { attemptsOf, type FaultPlan } from "./fault-plan.ts";
import { randomOf } from "./random-of.ts";

/** What one call of a kind meets, until its client has given up. */
interface Struck {
  readonly kind: string;
  readonly fault: Fault;
}

export type Pair = readonly [first: Struck, second: Struck];

interface PairPlan extends Pick<FaultPlan, "next" | "lately"> {
  /** Whether both were met. */
  readonly isOver: () => boolean;
}

/** Two faults: the second one waits for its kind of call once the first is over. */
export function makePairPlan(pair: Pair): PairPlan {
  const courses = pair.map(({ kind, fault }) => ({
    kind,
    fault,
    met: 0,
    times: passingFaults.has(fault) ? 1 : attemptsOf(kind),
  }));
  return {
    next: (kind) => {
      const current = courses.find(({ met, times }) => met < times);
      if (current?.kind !== kind) return undefined;
      current.met += 1;
      return current.fault;
    },
    lately: () => courses.filter(({ met }) => met > 0).map(({ kind, fault }) => `${kind}: ${fault}`),
    isOver: () => courses.every(({ met, times }) => met >= times),
  };
}

/** A pair of these kinds of calls, as the seed has it. */
export function pairOf(kinds: readonly string[], seed: number): Pair {
  const random = randomOf(seed);
  const any = <One>(all: readonly One[]) => all[Math.floor(random() * all.length)] as One;
  const struck = (): Struck => {
    const kind = any(kinds);
    const { unheard, undone, odd } = faultGroups;
    const conflict = kind.includes("TransactWriteItems") ? (["conflict"] as const) : [];
    return { kind, fault: any([...unheard, ...undone, ...odd, ...conflict]) };
  };
  return [struck(), struck()];
}
