import { describe, expect, test } from "vitest";
import { isTooDeep, readJson, UnreadableJsonError } from "../../src/core/read-json.ts";

const nested = (levels: number, open = "[", close = "]") => open.repeat(levels) + close.repeat(levels);

function failureOf(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    return error;
  }
}

describe("JSON from outside", () => {
  test("is its value", () => {
    expect(readJson('{"a": [1, "[[[\\"{"]}')).toEqual({ a: [1, '[[["{'] });
  });

  test.each(["", "secret-of-somebody", '{"token": secret-of-somebody}', '{"token": "secret-of-somebody'])(
    "is refused without a word of it where it is none: %s",
    (text) => {
      const failure = failureOf(text);

      expect(failure).toBeInstanceOf(UnreadableJsonError);
      expect(String(failure)).toBe("UnreadableJsonError: is no JSON");
    },
  );

  test("may have 64 levels", () => {
    expect(isTooDeep(nested(64))).toBe(false);
    expect(failureOf(nested(65))).toBeInstanceOf(UnreadableJsonError);
  });

  test("is refused where no stack would follow it", () => {
    expect(failureOf(nested(100_000))).toBeInstanceOf(UnreadableJsonError);
    expect(failureOf(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)).toBeInstanceOf(
      UnreadableJsonError,
    );
  });

  test("is as deep as its brackets, and quotes hold none", () => {
    expect(isTooDeep(JSON.stringify(nested(1000)))).toBe(false);
    expect(isTooDeep(`[${"[],".repeat(1000)}[]]`)).toBe(false);
    expect(isTooDeep(`["${"\\\\".repeat(1000)}", ${nested(64)}]`)).toBe(true);
  });
});
