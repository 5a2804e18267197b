import { createHash, timingSafeEqual } from "node:crypto";
import type { PersonId } from "../person.ts";
import type { Role } from "./role.ts";

/** A key for programs, as it is kept: its secret is not. */
export interface ApiKey {
  readonly id: string;
  /** What it is for, for people to read. */
  readonly name: string;
  /** SHA-256, in hexadecimal. A fast hash will do, as the secret is 256 random bits. */
  readonly secretHash: string;
  readonly tenant: string;
  readonly person: PersonId;
  readonly roles: readonly Role[];
  readonly actsForOthers: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt?: Date | undefined;
}

/** What a caller sends of a key. */
export interface ApiKeyToken {
  readonly id: string;
  readonly secret: string;
}

/** `cs_`, twelve characters that name the key, and the secret: easy to find where it was leaked. */
export function apiKeyTokenText({ id, secret }: ApiKeyToken): string {
  return `cs_${id}_${secret}`;
}

/** The parts of a token; nothing for a text that cannot be one. */
export function parseApiKeyToken(text: string): ApiKeyToken | undefined {
  const [, id, secret] = /^cs_([0-9a-hjkmnp-tv-z]{12})_([\w-]{43})$/.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}

/** Whether the secret is this key's, and the key still good. Takes as long for a wrong secret as for the right one. */
export function isGood(key: ApiKey, secret: string, now: Date): boolean {
  const isRight = timingSafeEqual(Buffer.from(hashOfSecret(secret)), Buffer.from(key.secretHash));
  return isRight && key.revokedAt === undefined && now < key.expiresAt;
}
