import { expect, test } from "vitest";
import { approvalLinkSchema, approvalUrlOf } from "../../../src/core/links/approval-link.ts";

const link = approvalLinkSchema.parse({
  action: "reject",
  requestId: "req-0123456789",
  token: `_-${"a".repeat(41)}`,
});

test.each([
  "https://links.acme.example",
  "https://links.acme.example/",
  "https://abc.execute-api.eu-central-1.amazonaws.com/prod",
])("a link at %s reads back", (root) => {
  const url = new URL(approvalUrlOf(root, link));

  expect(url.href).toBe(
    `${root.replace(/\/$/, "")}/approval?action=reject&requestId=req-0123456789&token=_-${"a".repeat(41)}`,
  );
  expect(approvalLinkSchema.parse(Object.fromEntries(url.searchParams))).toEqual(link);
});
