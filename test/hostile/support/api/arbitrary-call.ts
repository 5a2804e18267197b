import fc from "fast-check";
import { anything, arbitraryOf, type Hints } from "./arbitrary-of-schema.ts";
import { type Document, type Operation, type Route, resolverOf } from "./document.ts";

/** One call, as it goes over the line. */
export interface FuzzCall {
  readonly route: Route;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Calls of one route, made of what the document says of it. */
export function arbitraryCall(
  document: Document,
  route: Route,
  { hints, tokens }: { readonly hints: Hints; readonly tokens: readonly string[] },
): fc.Arbitrary<FuzzCall> {
  const resolve = resolverOf(document);
  const { parameters = [], requestBody } = route.operation;
  const given = fc.tuple(
    ...parameters.map(({ name, in: place, required, schema }) =>
      fc.tuple(fc.nat(99), arbitraryOf(schema, resolve, hints, name)).map(([chance, value]) => {
        const isThere = place === "path" || chance < (required ? 97 : 35);
        return isThere ? [{ name, place, text: textOf(value) }] : [];
      }),
    ),
  );
  return fc
    .record({ given, body: bodyOf(requestBody), token: fc.constantFrom(...tokens), noise: fc.nat(99) })
    .map(({ given: parts, body, token, noise }) => {
      const values = parts.flat();
      const query = values
        .filter(({ place }) => place === "query")
        .map(({ name, text }) => `${name}=${encodeURIComponent(text)}`);
      const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
        encodeURIComponent(values.find((one) => one.name === name)?.text ?? "x"),
      );
      return {
        route,
        path: `${path}${query.length > 0 ? `?${query.join("&")}` : ""}`,
        headers: {
          ...(token !== "" && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": noise < 2 ? "text/plain" : "application/json" }),
          ...Object.fromEntries(
            values
              .filter(({ place, text }) => place === "header" && /^[\x20-\x7e]+$/.test(text.trim()))
              .map(({ name, text }) => [name, text]),
          ),
        },
        body,
      };
    });

  function bodyOf(declared: Operation["requestBody"]): fc.Arbitrary<string | undefined> {
    const schema = declared?.content["application/json"]?.schema;
    if (!schema) return fc.constant(undefined);
    return fc.oneof(
      { weight: 92, arbitrary: arbitraryOf(schema, resolve, hints).map((value) => JSON.stringify(value)) },
      { weight: 4, arbitrary: anything.map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: fc.string({ maxLength: 30 }).filter((text) => text !== "") },
      { weight: 2, arbitrary: fc.constant(undefined) },
    );
  }
}

function textOf(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();
}
