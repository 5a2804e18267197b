import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { PriceFileError, readPrices } from "../../../src/app/files/read-prices.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { samplePrices } from "../../support/sample-prices.ts";

const ownFile = "infra/prices.json";
const frankfurt = samplePrices.regions["eu-central-1"];

function problemsOf(json: unknown): readonly string[] {
  try {
    readPrices(json, ownFile);
  } catch (error) {
    if (error instanceof PriceFileError) return error.problems;
    throw error;
  }
  throw new Error("was taken");
}

test("the project's own price file is valid, dated, and knows storage and snapshots in each of its regions", async () => {
  const prices = readPrices(JSON.parse(await readFile(ownFile, "utf8")), ownFile);

  const regions = Object.values(prices.regions);
  expect(regions.length).toBeGreaterThan(0);
  for (const { as_of, storage, snapshot } of regions) {
    expect(new Date(as_of).getTime()).toBeLessThan(Date.now());
    expect(storage.gp3?.single).toBeGreaterThan(0);
    expect(snapshot).toBeGreaterThan(0);
  }
});

test("the project's own price file knows every class of the sample instances but Aurora's", async () => {
  const prices = readPrices(JSON.parse(await readFile(ownFile, "utf8")), ownFile);

  const missing = sampleInstances.filter(
    ({ engine = "postgres", instanceClass = "db.t4g.medium", multiAz }) => {
      const zones = prices.regions["eu-central-1"]?.instances[engine]?.[instanceClass];
      return zones?.[multiAz ? "multi" : "single"] === undefined;
    },
  );

  expect(missing.map(({ engine }) => engine)).toEqual(["aurora-postgresql", "aurora-postgresql"]);
});

describe("a price file that cannot be used is refused with the key and what is wrong there", () => {
  const file = (changes: object) => ({
    ...samplePrices,
    regions: { "eu-central-1": { ...frankfurt, ...changes } },
  });

  test.each<[unknown, RegExp]>([
    [{ ...samplePrices, currency: "EUR" }, /^currency: /],
    [{ ...samplePrices, regions: { Frankfurt: frankfurt } }, /^regions\.Frankfurt: /],
    [file({ as_of: "yesterday" }), /^regions\.eu-central-1\.as_of: write the day as YYYY-MM-DD$/],
    [file({ snapshot: -1 }), /^regions\.eu-central-1\.snapshot: a price is a number above 0$/],
    [file({ snapshot: "0.095" }), /^regions\.eu-central-1\.snapshot: /],
    [
      file({ instances: { postgres: { "db.t4g.micro": { single: 0 } } } }),
      /^regions\.eu-central-1\.instances\.postgres\.db\.t4g\.micro\.single: a price is a number above 0$/,
    ],
    [
      file({ instances: { postgres: { "t4g.micro": {} } } }),
      /^regions\.eu-central-1\.instances\.postgres\.t4g\.micro: /,
    ],
    [file({ storage: { gp9: { single: 1 } } }), /^regions\.eu-central-1\.storage/],
    [file({ discount: 0.1 }), /^regions\.eu-central-1: .*discount/],
  ])("%#", (json, problem) => {
    expect(problemsOf(json)).toEqual([expect.stringMatching(problem)]);
  });

  test("each problem on its own", () => {
    expect(problemsOf({})).toHaveLength(3);
  });
});
