import { z } from "zod";
import { priceBases } from "../../core/cost.ts";

const priceSchema = z.number().positive("a price is a number above 0");

/** For one availability zone and for two; what is not known is left out. */
const zonesSchema = z.strictObject({
  single: priceSchema.exactOptional(),
  multi: priceSchema.exactOptional(),
});

export const pricedStorageTypes = ["standard", "gp2", "gp3", "io1", "io2"] as const;
export const typesWithIops = ["gp3", "io1", "io2"] as const;

const regionSchema = z.strictObject({
  /** Each region's list has a day of its own. */
  as_of: z.iso.date("write the day as YYYY-MM-DD"),
  basis: z.enum(priceBases),
  source: z.string().min(1),
  /** By the hour: engine as RDS names it, class, zones. */
  instances: z.record(z.string(), z.record(z.string().startsWith("db."), zonesSchema)),
  /** By GiB and month. */
  storage: z.partialRecord(z.enum(pricedStorageTypes), zonesSchema),
  /** By provisioned operation a second and month; of gp3 those above what its size includes. */
  iops: z.partialRecord(z.enum(typesWithIops), zonesSchema),
  /** Backup storage beyond the free allotment, by GiB and month. */
  snapshot: priceSchema.exactOptional(),
});

/** What RDS costs on demand, by region: the price file, which `npm run refresh-prices` writes from AWS's own price list. */
export const priceTableSchema = z.strictObject({
  about: z.string(),
  currency: z.literal("USD"),
  regions: z.record(
    z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "a region looks like eu-central-1"),
    regionSchema,
  ),
});

export type PriceTable = z.infer<typeof priceTableSchema>;

export type RegionPrices = z.infer<typeof regionSchema>;

export type ZonePrices = z.infer<typeof zonesSchema>;
