import { expect, test } from "vitest";
import { endOf } from "../../../src/app/action/action-end.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";

const report = {
  kind: "ended",
  request_id: newRequestId(),
  nonce: "0".repeat(32),
  poller: "machine-1",
  at: "2026-11-21T03:00:00.000Z",
  exit_code: 0,
  signal: null,
  timed_out: false,
} as const;

test.each([
  ["progress: 20 % Stopping\nprogress: 60 % Starting\nup again\n", "up again"],
  ["one\nprogress: 60 % Starting\ntwo\n", "one\ntwo"],
  ["progress: 60 % Starting\n", undefined],
])("the card shows what was printed besides the progress, and the record all of it: %j", (output, shown) => {
  const { facts, details } = endOf({ ...report, output });

  expect(facts.find(({ label }) => label === "Output")?.value).toBe(shown);
  expect(details.output).toBe(output);
});
