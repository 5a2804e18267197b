import { expect, test } from "vitest";
import { accountIdSchema } from "../../../src/core/policy/account-id.ts";

test.each([123456789012, "12345678901", "1234567890123", "12345678901x", undefined])(
  "%s is no account, and how to write one is told",
  (written) => {
    const parsed = accountIdSchema.safeParse(written);

    expect(parsed.error?.issues).toMatchObject([{ message: "an AWS account has twelve digits; quote it" }]);
  },
);

test("twelve digits in quotes are one, a zero in front or not", () => {
  expect(accountIdSchema.parse("012345678901")).toBe("012345678901");
});
