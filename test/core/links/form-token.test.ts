import { expect, test } from "vitest";
import type { ApprovalLink } from "../../../src/core/links/approval-link.ts";
import { isFormToken, makeFormToken } from "../../../src/core/links/form-token.ts";
import { rawTokenSchema } from "../../../src/core/links/link-token.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { askedAt, otherDigest, pending } from "../sample-requests.ts";

const { digest } = pending();
const link: ApprovalLink = {
  action: "approve",
  requestId: requestIdSchema.parse("req-0123456789"),
  token: rawTokenSchema.parse("A".repeat(43)),
};
const made = makeFormToken(link, digest, askedAt);
const minutesLater = (minutes: number) => new Date(askedAt.getTime() + minutes * 60_000);

test("a form token is good for fifteen minutes", () => {
  expect(isFormToken(made, link, digest, askedAt)).toBe(true);
  expect(isFormToken(made, link, digest, new Date(minutesLater(15).getTime() - 1))).toBe(true);
  expect(isFormToken(made, link, digest, minutesLater(15))).toBe(false);
});

test("between two functions whose clocks are five minutes apart it is good for ten minutes at least, and twenty at most", () => {
  const [byOneBehind, byOneAhead] = [-5, 5].map((off) => makeFormToken(link, digest, minutesLater(off)));

  expect(isFormToken(byOneBehind ?? "", link, digest, new Date(minutesLater(10).getTime() - 1))).toBe(true);
  expect(isFormToken(byOneAhead ?? "", link, digest, minutesLater(20))).toBe(false);
});

test.each<[string, ApprovalLink]>([
  ["the other action", { ...link, action: "reject" }],
  ["another request", { ...link, requestId: requestIdSchema.parse("req-9876543210") }],
  ["another token", { ...link, token: rawTokenSchema.parse("B".repeat(43)) }],
])("it is none for %s", (_what, other) => {
  expect(isFormToken(made, other, digest, askedAt)).toBe(false);
});

test("it is none for another digest", () => {
  expect(isFormToken(made, link, otherDigest, askedAt)).toBe(false);
});

test.each([
  ["nothing", ""],
  ["an end alone", made.split(".")[0] ?? ""],
  ["a later end", made.replace(/^\d+/, (end) => String(Number(end) + 60))],
  ["an endless one", made.replace(/^\d+/, "9".repeat(13))],
  ["a cut one", made.slice(0, -1)],
  ["a doubled one", made + made],
])("%s is none", (_what, given) => {
  expect(isFormToken(given, link, digest, askedAt)).toBe(false);
});
