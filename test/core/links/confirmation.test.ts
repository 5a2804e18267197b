import { describe, expect, test } from "vitest";
import type { Intent } from "../../../src/core/intent.ts";
import { confirmationOf, isConfirmed } from "../../../src/core/links/confirmation.ts";
import { snapshotIntent } from "../sample-requests.ts";

const taskNamed = (title: string): Intent => ({ kind: "task", title, details: {} });
const of = (intent: Intent) => confirmationOf(intent, "req-0123456789");

describe("what is to be typed", () => {
  test.each<[Intent, string, string, number]>([
    [snapshotIntent, "database", "orders-••••", 4],
    [
      { kind: "bulk", operation: "reboot", parallelism: 1, parts: [snapshotIntent, snapshotIntent] },
      "first of 2 databases",
      "orders-••••",
      4,
    ],
    [
      { kind: "message", subject: "billing-host", issue: "full", action: "clean", parameters: {} },
      "system",
      "billing-••••",
      4,
    ],
    [taskNamed("  Release  4.2 "), "task", "Release••••", 4],
    [taskNamed("db"), "task", "••", 2],
    [taskNamed("💾💾💾💾💾"), "task", "💾••••", 4],
    [taskNamed("   "), "request", "req-012345••••", 4],
  ])(
    "is the end of the name, which is left out where it is asked for: %#",
    (intent, what, masked, length) => {
      expect(of(intent)).toMatchObject({ what, masked, length });
    },
  );
});

describe("what was typed", () => {
  test.each([
    [snapshotIntent, "prod"],
    [snapshotIntent, " PROD\n"],
    [snapshotIntent, "ｐｒｏｄ"],
    [taskNamed("Release 4.2"), "4.2"],
    [taskNamed("db"), "Db"],
    [taskNamed("   "), "6789"],
  ])("counts for %j as %j", (intent, typed) => {
    expect(isConfirmed(of(intent), typed)).toBe(true);
  });

  test.each([
    [snapshotIntent, ""],
    [snapshotIntent, "   "],
    [snapshotIntent, "rod"],
    [snapshotIntent, "-prod"],
    [snapshotIntent, "orders-prod"],
    [snapshotIntent, "••••"],
    [taskNamed("   "), ""],
  ])("does not count for %j as %j", (intent, typed) => {
    expect(isConfirmed(of(intent), typed)).toBe(false);
  });
});
