import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, sha256OfJson } from "../../src/core/json.ts";
import { personIdSchema } from "../../src/core/person.ts";
import { shortened } from "../../src/core/texts.ts";

const json = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }).map((value) => value as Json);

function reversed(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

describe("the hash of a JSON value", () => {
  test("is the same whatever the order of its keys, and after a way through text", () => {
    fc.assert(
      fc.property(json, (value) => {
        const hash = sha256OfJson(value);

        expect(sha256OfJson(reversed(value))).toBe(hash);
        expect(sha256OfJson(JSON.parse(JSON.stringify(value)))).toBe(hash);
      }),
      { numRuns: 1000 },
    );
  });

  test("is another for another value", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        fc.pre(!isDeepStrictEqual(one, other));

        expect(sha256OfJson({ value: one })).not.toBe(sha256OfJson({ value: other }));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a person's id", () => {
  test("is one for every spelling of an address", () => {
    fc.assert(
      fc.property(
        fc.emailAddress().filter((address) => personIdSchema.safeParse(address).success),
        fc.func(fc.boolean()),
        (address, isUpper) => {
          const spelled = [...address]
            .map((letter, index) => (isUpper(index) ? letter.toUpperCase() : letter.toLowerCase()))
            .join("");

          expect(personIdSchema.parse(` ${spelled} `)).toBe(address.toLowerCase());
        },
      ),
      { numRuns: 500 },
    );
  });

  test("is never made from letters outside ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }), (letters) => {
        const parsed = personIdSchema.safeParse(`a${letters}b@acme.example`);

        expect(parsed.success && /[^\x20-\x7e]/.test(letters.trim())).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a shortened text", () => {
  test("never exceeds its limit, never splits a character, and is a beginning of the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat({ max: 70 }), (text, limit) => {
        const short = shortened(text, limit);

        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short.isWellFormed()).toBe(true);
        expect(text.startsWith(short.replace(/…$/, ""))).toBe(true);
        if (text.length <= limit) expect(short).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
