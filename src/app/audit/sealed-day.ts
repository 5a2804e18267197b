import type { AuditProblem } from "../../core/audit/audit-problem.ts";
import { addDays } from "../../core/audit/day.ts";
import { hashOfSeal, type Leaf, parseSeal, rootOfLeaves, type SignedSeal } from "../../core/audit/seal.ts";
import type { SealArchive } from "../ports/seal-archive.ts";

export interface SealKeeper {
  readonly archive: SealArchive;
  /** Whether the signature is by one of the keys that seal. */
  readonly isOurs: (sealed: SignedSeal) => boolean;
}

/** A day's seal as the archive has it. */
export interface SealedDay {
  readonly day: string;
  /** What the seal has; nothing where it does not hold, as then it proves nothing. */
  readonly leaves: readonly Leaf[];
  readonly problem?: AuditProblem;
}

/** Reads a day's seal, and checks it alone: by its key, its tree and the seal before it. */
export async function readSealedDay(
  { archive, isOurs }: SealKeeper,
  tenant: string,
  day: string,
): Promise<SealedDay> {
  const sealed = await archive.find(tenant, day);
  if (!sealed) return { day, leaves: [], problem: { kind: "no-seal", day } };
  const bad = (why: string): SealedDay => ({ day, leaves: [], problem: { kind: "bad-seal", day, why } });
  if (!isOurs(sealed)) return bad("its signature is not by the key");
  const seal = parseSeal(sealed.seal);
  if (!seal.ok) return bad(seal.error);
  const { root, events, previous } = seal.value;
  if (seal.value.tenant !== tenant || seal.value.day !== day) return bad("it is of another day");
  const leaves = await archive.findLeaves(tenant, day, root);
  if (!leaves) return bad("the list of its events is not there, or cannot be read");
  if (leaves.length !== events || rootOfLeaves(leaves) !== root)
    return bad("its events lead to another root");
  const before = await whyNotAfter(previous);
  return before === undefined ? { day, leaves } : { ...bad(before), leaves };

  async function whyNotAfter(named: typeof previous): Promise<string | undefined> {
    if (!named) {
      const [first] = await archive.sealedDays(tenant);
      return first === day ? undefined : "it names no seal before it, and is not the first";
    }
    if (named.day !== addDays(day, -1)) return `it names the seal of ${named.day} as the one before it`;
    const other = await archive.find(tenant, named.day);
    const parsed = other && parseSeal(other.seal);
    if (!parsed?.ok) return `the seal of ${named.day} before it is not there`;
    return hashOfSeal(parsed.value) === named.hash
      ? undefined
      : `the seal of ${named.day} is not the one that it names`;
  }
}
