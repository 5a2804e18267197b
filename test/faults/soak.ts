import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, seeds: { type: "string", default: "5" } },
});

/**
 * The main stories for each seed, in rounds, until every kind of call has met every fault: `npm run soak:faults -- --seed 7 --seeds 3`.
 * Ends with 1 where one did not end right, and says which faults it met.
 */
Object.assign(process.env, { FAULTS_SEED: values.seed, FAULTS_SEEDS: values.seeds });
const vitest = await startVitest("test", ["test/faults/main-stories.test.ts"], { run: true });
await vitest.close();
