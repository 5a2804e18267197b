import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const usage = `npm run soak:faults -- [--seed N] [--seeds N] [--pairs N] [--deaths N]

For each of so many seeds the main stories in rounds, until every kind of call has met every fault; for each of so many a story that
meets two faults; and every death of a process in the stories by mail and in Teams, and so many pairs of deaths. Ends with 1 where one
did not end right, and says what it met. The same seed meets the same: one pair alone is --seed N --seeds 0 --pairs 1 --deaths 0.
`;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "3" },
    pairs: { type: "string", default: "40" },
    deaths: { type: "string", default: "200" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
} else {
  Object.assign(process.env, {
    FAULTS_SEED: values.seed,
    FAULTS_SEEDS: values.seeds,
    FAULTS_PAIRS: values.pairs,
    DEATHS_PAIRS: values.deaths,
    DEATHS_WHOLE: "yes",
  });
  const files = [
    ...(values.seeds === "0" && values.pairs === "0" ? [] : ["test/faults/main-stories.test.ts"]),
    ...(values.deaths === "0" ? [] : ["test/faults/deaths.test.ts"]),
  ];
  const vitest = await startVitest("test", files, { run: true, testNamePattern: "and so|dies" });
  await vitest.close();
}
