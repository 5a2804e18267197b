import { z } from "zod";

const productSchema = z.object({
  productFamily: z.string().default(""),
  attributes: z.object({
    regionCode: z.string().default(""),
    /** Outposts and local zones have prices of their own. */
    locationType: z.string().default(""),
    usagetype: z.string().default(""),
    instanceType: z.string().default(""),
    databaseEngine: z.string().default(""),
    deploymentOption: z.string().default(""),
    /** `Custom` for RDS Custom. */
    deploymentModel: z.string().default(""),
    licenseModel: z.string().default(""),
    volumeType: z.string().default(""),
  }),
});

const termSchema = z.object({
  priceDimensions: z.record(
    z.string(),
    z.object({ unit: z.string(), pricePerUnit: z.object({ USD: z.string().optional() }) }),
  ),
});

/**
 * AWS's price list of RDS for one region, as far as it is read here:
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export const offerFileSchema = z.object({
  offerCode: z.literal("AmazonRDS", "this is not the price list of AmazonRDS"),
  version: z.string(),
  publicationDate: z.iso.datetime(),
  products: z.record(z.string(), productSchema),
  /** By the product's code, then by the term's. */
  terms: z.object({ OnDemand: z.record(z.string(), z.record(z.string(), termSchema)) }),
});

export type OfferFile = z.infer<typeof offerFileSchema>;

export type OfferProduct = z.infer<typeof productSchema>;

/** The product's one price on demand; nothing where it is free, has several by amount, or none in USD. */
export function onDemandPrice({ terms }: OfferFile, sku: string, unit: string): number | undefined {
  const dimensions = Object.values(terms.OnDemand[sku] ?? {}).flatMap(({ priceDimensions }) =>
    Object.values(priceDimensions),
  );
  const [only, ...others] = dimensions;
  if (only === undefined || others.length > 0 || only.unit.toLowerCase() !== unit.toLowerCase())
    return undefined;
  const price = Number(only.pricePerUnit.USD);
  return price > 0 ? price : undefined;
}
