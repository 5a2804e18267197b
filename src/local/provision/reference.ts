import { z } from "zod";

/** A value of a template: a plain string, or what CloudFormation puts in for `!Ref` and `!GetAtt`. */
export const referenceSchema = z.union([
  z.string(),
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }),
]);

export type Reference = z.infer<typeof referenceSchema>;

/** What the resources that exist give back: by logical id the value of `Ref` and those of `GetAtt`. */
export type ResourceValues = ReadonlyMap<
  string,
  { readonly ref: string; readonly attributes: Readonly<Record<string, string>> }
>;

/** The string that stands for a reference. Throws when nothing of that name, or without that attribute, exists. */
export function resolveReference(reference: Reference, values: ResourceValues): string {
  if (typeof reference === "string") return reference;
  if ("Ref" in reference) return known(values.get(reference.Ref)?.ref, reference.Ref);
  const [logicalId, attribute] = reference["Fn::GetAtt"];
  return known(values.get(logicalId)?.attributes[attribute], `${logicalId}.${attribute}`);
}

function known(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`The infrastructure files define no ${name}`);
  return value;
}
