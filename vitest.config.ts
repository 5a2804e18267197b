import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

// What Node has compiled once serves every worker, and every process that a test starts.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/compiled");

/** Before all others, as a process that is killed and started again needs the whole machine to be back in time. */
const killed = "test/e2e/kill.test.ts";

/**
 * These run the handlers in their own process, which read its environment once, set vitest's own, answer what it fetches, or count what
 * a part keeps for its process: each file in a process of its own.
 */
const alone = [
  "test/e2e/{fifty-clicks,links-story}.test.ts",
  "test/cli/command-line.test.ts",
  "test/faults/{deaths,main-stories}.test.ts",
  "test/infra/functions.test.ts",
  "test/local/operators.test.ts",
  "test/local/parts/mailbox.test.ts",
  "test/{model,history}/*.test.ts",
];

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    pool: "forks",
    // Most of them wait for parts rather than compute, so two cores serve three at a time.
    maxWorkers: 3,
    globalSetup: "./test/support/packages-folder.ts",
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "killed", include: [killed], sequence: { groupOrder: 0 } } },
      { extends: true, test: { name: "alone", include: alone, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: [killed, ...alone],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
