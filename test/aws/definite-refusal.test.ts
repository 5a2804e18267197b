import { expect, test } from "vitest";
import { isDefiniteRefusal } from "../../src/aws/definite-refusal.ts";

function serviceError(name: string, httpStatusCode: number | undefined, $fault = "client"): Error {
  return Object.assign(new Error("words that say nothing"), { name, $fault, $metadata: { httpStatusCode } });
}

test.each([
  ["AccessDenied", 403],
  ["DBInstanceNotFoundFault", 404],
  ["ValidationException", 400],
])("%s with status %i is a definite refusal", (name, status) => {
  expect(isDefiniteRefusal(serviceError(name, status))).toBe(true);
});

test.each([
  ["throttling", serviceError("Throttling", 400)],
  ["too many calls", serviceError("AnyCode", 429)],
  ["a time-out told by the server", serviceError("AnyCode", 408)],
  ["expired credentials", serviceError("ExpiredTokenException", 400)],
  ["a fault of the server", serviceError("InternalFailure", 500, "server")],
  ["a fault of the server whose code the SDK does not know", serviceError("Odd", 503)],
  ["an answer without a code", serviceError("UnknownError", 403)],
  ["an answer whose code is its status", serviceError("403", 403)],
  ["an error without an answer", serviceError("AnyCode", undefined)],
  ["a connection that broke", Object.assign(new Error("x"), { code: "ECONNRESET" })],
  ["no error at all", undefined],
])("%s is not", (_, error) => {
  expect(isDefiniteRefusal(error)).toBe(false);
});
