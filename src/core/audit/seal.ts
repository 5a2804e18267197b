import { type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson, sha256OfJson } from "../json.ts";
import { err, ok, type Result } from "../result.ts";
import { signedBytesOf } from "../signed-bytes.ts";
import { hashSchema } from "./audit-entry.ts";
import { daySchema } from "./day.ts";
import { leafHash, rootOf } from "./merkle-tree.ts";

/** What a seal has of an event: the hash stands for all of its content. */
export const leafSchema = z.strictObject({
  request_id: z.string(),
  sequence: z.int(),
  hash: hashSchema,
});

export type Leaf = Readonly<z.infer<typeof leafSchema>>;

/** One day's seal, of one tenant. */
const sealSchema = z.strictObject({
  version: z.literal(1),
  tenant: z.string(),
  day: daySchema,
  sealed_at: z.iso.datetime(),
  /** How many events it has; of them, how many are of a day before that was sealed without them. */
  events: z.int().min(0),
  late: z.int().min(0),
  /** The Merkle tree's, over the leaves in their order. */
  root: hashSchema,
  /** The seal of the day before; nothing at the first. */
  previous: z.strictObject({ day: daySchema, hash: hashSchema }).nullable(),
});

export type Seal = Readonly<z.infer<typeof sealSchema>>;

/** The seal's canonical JSON, and the signature over it in base64. */
export const signedSealSchema = z.strictObject({ seal: z.string(), signature: z.base64() });

export type SignedSeal = Readonly<z.infer<typeof signedSealSchema>>;

/** The seal over a day's leaves, which are in a seal's order already; unsigned. */
export function makeSeal(
  about: Pick<Seal, "tenant" | "day" | "late" | "previous"> & { readonly at: Date },
  leaves: readonly Leaf[],
): Seal {
  const { at, ...rest } = about;
  return {
    version: 1,
    ...rest,
    sealed_at: at.toISOString(),
    events: leaves.length,
    root: rootOfLeaves(leaves),
  };
}

/** In the order of a seal: by request, then by number. Not by time, which several events can share. */
export function inSealOrder(leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.toSorted(
    (one, other) => compare(one.request_id, other.request_id) || one.sequence - other.sequence,
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function rootOfLeaves(leaves: readonly Leaf[]): string {
  return rootOf(leaves.map(hashOfLeaf));
}

export function hashOfLeaf(leaf: Leaf): string {
  return leafHash(canonicalJson({ ...leaf }));
}

/** What is signed and kept of a seal: its canonical JSON (RFC 8785). */
export function sealText(seal: Seal): string {
  return canonicalJson({ ...seal });
}

/** What the next day's seal names this one by. */
export function hashOfSeal(seal: Seal): string {
  return sha256OfJson({ ...seal });
}

/** The seal that a text says. Refused with what is wrong with it. */
export function parseSeal(text: string): Result<Seal, string> {
  try {
    const seal = sealSchema.safeParse(JSON.parse(text));
    if (!seal.success) return err(z.prettifyError(seal.error));
    return sealText(seal.data) === text ? ok(seal.data) : err("it is not canonical JSON");
  } catch {
    return err("it is no JSON");
  }
}

/** What the signature over a seal's text is made over. */
export function signedBytesOfSeal(text: string): Uint8Array {
  return signedBytesOf("countersign-audit-seal-v1", text);
}

/** Whether one of the keys has signed it. */
export function isSignedBySome(keys: readonly KeyObject[], { seal, signature }: SignedSeal): boolean {
  const bytes = signedBytesOfSeal(seal);
  return keys.some((key) => verify("sha256", bytes, key, Buffer.from(signature, "base64")));
}
