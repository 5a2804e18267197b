import { readPrices } from "../../src/app/files/read-prices.ts";
import type { PriceTable, RegionPrices } from "../../src/operations/cost/price-table.ts";

/** Round numbers that nobody takes for AWS's, so that a refresh of the price file changes no test. */
const frankfurt: RegionPrices = {
  as_of: "2026-11-01",
  basis: "list",
  source: "made up",
  instances: {
    "aurora-postgresql": { "db.r6g.large": { single: 0.3 }, "db.r6g.xlarge": { single: 0.6 } },
    mysql: {
      "db.t4g.medium": { single: 0.1, multi: 0.2 },
      "db.r6g.xlarge": { single: 0.5, multi: 1 },
    },
    postgres: {
      "db.t4g.micro": { single: 0.02, multi: 0.04 },
      "db.t4g.medium": { single: 0.1, multi: 0.2 },
      "db.t4g.large": { single: 0.35, multi: 0.7 },
      "db.m6g.large": { single: 0.2, multi: 0.4 },
      "db.r6g.large": { single: 0.25, multi: 0.5 },
      "db.r6g.xlarge": { single: 0.5, multi: 1 },
      "db.r6g.2xlarge": { single: 1, multi: 2 },
    },
  },
  storage: {
    gp2: { single: 0.1, multi: 0.2 },
    gp3: { single: 0.1, multi: 0.2 },
    io1: { single: 0.15, multi: 0.3 },
  },
  iops: { gp3: { single: 0.02, multi: 0.04 }, io1: { single: 0.1, multi: 0.2 } },
  snapshot: 0.095,
};

export const samplePrices: PriceTable = readPrices(
  { about: "For tests.", currency: "USD", regions: { "eu-central-1": frankfurt } },
  "sample-prices",
);
