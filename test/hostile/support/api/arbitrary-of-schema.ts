import fc from "fast-check";
import { hostileValue } from "../hostile-values.ts";

/** The part of JSON Schema that the API's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Values that lead further than chance would, by the name of the field. */
export type Hints = Readonly<Record<string, readonly unknown[]>>;

/** Whatever JSON can be, hostile texts among it. */
export const anything = hostileValue();

/** Values that a schema allows, and now and then ones that it does not. */
export function arbitraryOf(
  schema: Schema,
  resolve: (ref: string) => Schema,
  hints: Hints,
  name = "",
): fc.Arbitrary<unknown> {
  const right = rightValue(schema, resolve, hints, name);
  const hinted = hints[name];
  return fc.oneof(
    { weight: hinted ? 200 : 0, arbitrary: fc.constantFrom(...(hinted ?? [0])) },
    { weight: 30, arbitrary: right },
    { weight: 2, arbitrary: anything },
  );
}

function rightValue(
  schema: Schema,
  resolve: (ref: string) => Schema,
  hints: Hints,
  name: string,
): fc.Arbitrary<unknown> {
  const of = (one: Schema, as = name) => arbitraryOf(one, resolve, hints, as);
  if (schema.$ref !== undefined) return of(resolve(schema.$ref));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => of(choice)));
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  switch (type) {
    case "object":
      return objectOf(schema, of);
    case "array":
      return fc.array(of(schema.items ?? {}), { maxLength: 3 });
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 });
    case "number":
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "string":
      return textOf(schema);
    default:
      return anything;
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  of: (schema: Schema, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) =>
    fc.tuple(fc.constant(name), fc.nat(99), of(schema, name)).map(([key, chance, value]) => {
      // What is needed is mostly there, the rest now and then.
      return chance < (required.includes(name) ? 97 : 22) ? [[key, value] as const] : [];
    }),
  );
  const more = fc.tuple(fc.nat(99), fc.string({ maxLength: 8 }), anything).map(([chance, key, value]) => {
    return chance < (additionalProperties === false ? 3 : 10) ? [[key, value] as const] : [];
  });
  return fc.tuple(...fields, more).map((parts) => Object.fromEntries(parts.flat()));
}

function textOf({ pattern, format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === "email") return fc.emailAddress();
  if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: "binary" });
}
