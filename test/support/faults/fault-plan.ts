import { type Fault, faultGroups, passingFaults } from "./fault.ts";
import { randomOf } from "./random-of.ts";

export interface FaultPlan {
  /** What happens to this call; nothing where undefined. */
  readonly next: (kind: string) => Fault | undefined;
  /** Each kind of call that was made so far, and the faults that it has met. */
  readonly met: () => ReadonlyMap<string, readonly Fault[]>;
  /** What those kinds of calls are still to meet. */
  readonly left: () => readonly string[];
  /** What was met, in its order, since it was asked last. */
  readonly lately: () => readonly string[];
}

interface Course {
  readonly left: Fault[];
  readonly met: Fault[];
  current: Fault | undefined;
  /** How many more calls it hits. */
  times: number;
  /** How many calls are let through before the next one. */
  rest: number;
}

/** As often as the clients try: a fault that lasts longer than that has the use case fail. */
export function attemptsOf(kind: string): number {
  if (/^(ses|rds (Create|Reboot))/.test(kind)) return 1;
  return kind.startsWith("rds") ? 4 : 3;
}

/** What every step reads is not to fail in each; and a mail of which nobody hears twice is given up, so its second attempt is let through. */
function restOf(kind: string): number {
  if (/^dynamodb (GetItem|Query)|^ses/.test(kind)) return 8;
  return /^(secrets|dynamodb (Put|Update)Item)/.test(kind) ? 4 : 1;
}

interface PlanOptions {
  /** Whether each kind of call meets every fault, and not just one of each group. */
  readonly isWhole?: boolean;
}

/**
 * Has each kind of call meet one fault of each group, the most dangerous first; the seed tells which. A whole plan has all of them, in any order. A fault that does not pass by itself
 * lasts until the client has given up; in a whole plan some, by the seed, hit one attempt only.
 */
export function makeFaultPlan(seed: number, { isWhole = false }: PlanOptions = {}): FaultPlan {
  const random = randomOf(seed);
  const courses = new Map<string, Course>();
  const lately: string[] = [];

  function courseOf(kind: string): Course {
    const known = courses.get(kind);
    if (known) return known;
    const { unheard, undone, odd } = faultGroups;
    const own = kind.includes("TransactWriteItems") ? [...undone, "conflict" as const] : undone;
    const groups = [unheard, own, odd].map((group) => shuffled<Fault>(group, random));
    const left = isWhole ? shuffled(groups.flat(), random) : groups.flatMap((group) => group.slice(0, 1));
    const course: Course = { left, met: [], current: undefined, times: 0, rest: 0 };
    courses.set(kind, course);
    return course;
  }

  return {
    next: (kind) => {
      const course = courseOf(kind);
      if (course.times === 0) {
        if (course.rest > 0) {
          course.rest -= 1;
          return undefined;
        }
        course.current = course.left.shift();
        if (!course.current) return undefined;
        const lasts = !passingFaults.has(course.current) && (!isWhole || random() < 0.7);
        course.times = lasts ? attemptsOf(kind) : 1;
        course.rest = restOf(kind);
        course.met.push(course.current);
        lately.push(`${kind}: ${course.current}${lasts ? "" : " once"}`);
      }
      course.times -= 1;
      return course.current;
    },
    met: () => new Map([...courses].map(([kind, { met }]) => [kind, met])),
    left: () => [...courses].flatMap(([kind, { left }]) => left.map((fault) => `${kind}: ${fault}`)),
    lately: () => lately.splice(0),
  };
}

function shuffled<One>(all: readonly One[], random: () => number): One[] {
  const left = [...all];
  return all.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as One);
}
