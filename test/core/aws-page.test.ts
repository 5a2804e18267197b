import { expect, test } from "vitest";
import { findAwsPage } from "../../src/core/aws-page.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";

test.each([
  [`${guide}/USER_RebootInstance.html`, "USER_RebootInstance"],
  [`${guide}/Concepts.MultiAZ.html#Concepts.Failover`, "Concepts.MultiAZ"],
])("%s is the page %s", (address, name) => {
  expect(findAwsPage(address)).toEqual({ name, address });
});

test.each([
  "https://docs.aws.amazon.com.evil.example/x/y.html",
  `${guide}/a"onclick="b.html`,
  `${guide}/[a](b).html`,
  "http://docs.aws.amazon.com/x/y.html",
  "the user guide",
])("%s is none", (address) => {
  expect(findAwsPage(address)).toBeUndefined();
});
