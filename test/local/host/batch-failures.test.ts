import { expect, test } from "vitest";
import { batchFailures } from "../../../src/local/host/batch-failures.ts";

const sent = ["1", "2", "3"];

test.each([undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
  "%j means that all succeeded",
  (response) => {
    expect(batchFailures(response, sent)).toEqual(new Set());
  },
);

test("what is named has failed", () => {
  const response = { batchItemFailures: [{ itemIdentifier: "2" }] };

  expect(batchFailures(response, sent)).toEqual(new Set(["2"]));
});

test.each([
  { batchItemFailures: [{ itemIdentifier: "9" }] },
  { batchItemFailures: [{ itemIdentifier: "" }] },
  { batchItemFailures: [{ itemIdentifier: null }] },
  { batchItemFailures: [{ item: "2" }] },
  "done",
])("%j cannot be right, so all have failed", (response) => {
  expect(batchFailures(response, sent)).toEqual(new Set(sent));
});
