import { expect, test } from "vitest";
import { readRetryAfter } from "../../../src/adapters/webhooks/retry-after.ts";

const now = new Date("2026-03-02T10:00:00.500Z");

test.each([
  ["0", 0],
  ["120", 120],
  ["Mon, 02 Mar 2026 10:01:00 GMT", 60],
  ["Mon, 02 Mar 2026 09:00:00 GMT", 0],
  [undefined, undefined],
  ["", undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["99999999999999999999", undefined],
  ["Mon, 32 Xxx 2026 10:01:00 GMT", undefined],
])("%j asks for %j seconds", (value, seconds) => {
  expect(readRetryAfter(value, now)).toBe(seconds);
});
