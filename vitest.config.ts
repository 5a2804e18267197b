import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/support/tally-reporter.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: "forks",
    // Most of them wait for parts rather than compute, so two cores serve three at a time.
    maxWorkers: 3,
  },
});
