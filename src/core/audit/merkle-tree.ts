import { createHash } from "node:crypto";

/** A Merkle tree as RFC 6962, section 2.1, has it: a leaf can never pass for a node. Hashes are in hexadecimal. */
export function leafHash(data: string): string {
  return createHash("sha256").update(Uint8Array.of(0)).update(data, "utf8").digest("hex");
}

function nodeHash(left: string, right: string): string {
  return createHash("sha256").update(Uint8Array.of(1)).update(left, "hex").update(right, "hex").digest("hex");
}

const emptyRoot = createHash("sha256").digest("hex");

/** The root over leaves' hashes, in their order; that of no leaf is the hash of nothing. */
export function rootOf(leaves: readonly string[]): string {
  return levelsOf(leaves).at(-1)?.[0] ?? emptyRoot;
}

/** The audit path of one leaf, from its sibling upwards. Throws for a leaf that is not in the tree. */
export function pathOf(leaves: readonly string[], index: number): readonly string[] {
  if (leaves[index] === undefined) throw new RangeError(`there is no leaf ${index} of ${leaves.length}`);
  let at = index;
  const path: string[] = [];
  for (const level of levelsOf(leaves)) {
    // Without a sibling it goes up as it is.
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling !== undefined) path.push(sibling);
    at = Math.floor(at / 2);
  }
  return path;
}

/** The root that a leaf and its path lead to (RFC 9162, section 2.1.3.2); nothing where the path has another length than it must. */
export function rootByPath(
  leaf: string,
  { index, size, path }: { readonly index: number; readonly size: number; readonly path: readonly string[] },
): string | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
}

/** From the leaves up to the root; pairs from the left, the odd one goes up as it is, which is the RFC's largest power of two. */
function levelsOf(leaves: readonly string[]): readonly (readonly string[])[] {
  if (leaves.length === 0) return [];
  const levels: (readonly string[])[] = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = levelAbove(level);
  return levels;
}

function levelAbove(level: readonly string[]): readonly string[] {
  const above: string[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left = "", right] = level.slice(at, at + 2);
    above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}
