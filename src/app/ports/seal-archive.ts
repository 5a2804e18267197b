import type { Leaf, SignedSeal } from "../../core/audit/seal.ts";

/** Each day's seal with what it has, kept where nobody can change or delete it. */
export interface SealArchive {
  /** The days that are sealed, from the given one on, in their order. */
  sealedDays(tenant: string, from?: string): Promise<readonly string[]>;
  find(tenant: string, day: string): Promise<SignedSeal | undefined>;
  /** The leaves that lead to the root, in the seal's order; nothing where they are not there or cannot be read. */
  findLeaves(tenant: string, day: string, root: string): Promise<readonly Leaf[] | undefined>;
  /** Keeps the leaves, and then the seal unless the day has one. Doing it again is harmless. */
  add(
    about: { readonly tenant: string; readonly day: string; readonly root: string },
    sealed: SignedSeal,
    leaves: readonly Leaf[],
  ): Promise<void>;
}
