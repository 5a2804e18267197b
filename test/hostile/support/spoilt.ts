import fc from "fast-check";
import { hostileValue } from "./hostile-values.ts";

type Path = readonly (string | number)[];

type Change =
  | { readonly kind: "replace" | "add" | "wrap"; readonly value: unknown }
  | { readonly kind: "leave-out" | "double" };

/** Keys that are put beside the known ones. */
const moreKeys = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "toJSON",
  "then",
  "",
  "\u0000",
  "isAdmin",
];

function changeWith(others: readonly unknown[]): fc.Arbitrary<Change> {
  const value = hostileValue(others);
  const valued = (kind: "replace" | "add" | "wrap") => value.map((one) => ({ kind, value: one }));
  return fc.oneof(
    { weight: 6, arbitrary: valued("replace") },
    { weight: 2, arbitrary: fc.constant({ kind: "leave-out" as const }) },
    { weight: 1, arbitrary: valued("add") },
    { weight: 1, arbitrary: valued("wrap") },
    { weight: 1, arbitrary: fc.constant({ kind: "double" as const }) },
  );
}

/**
 * One of the samples, which are right, with something at a place of its own replaced, left out, wrapped, doubled or added to, once to
 * three times. `others` stand in such places, too.
 */
export function spoilt(samples: readonly unknown[], others: readonly unknown[] = []): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), changeWith(others)), { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.constantFrom(...samples), changes).map(([sample, made]) =>
    made.reduce((whole: unknown, [at, change]) => {
      const paths = [[], ...pathsOf(whole)];
      // The whole itself is one place of many.
      return changed(whole, paths[at % paths.length] ?? [], change);
    }, sample),
  );
}

function pathsOf(value: unknown, above: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null || above.length > 12) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...above, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsOf(inner, path)];
  });
}

function changed(whole: unknown, [name, ...rest]: Path, change: Change): unknown {
  if (name === undefined) return changedValue(whole, change);
  if (Array.isArray(whole)) {
    return whole.flatMap((item, index) => {
      if (index !== name) return [item];
      if (rest.length > 0) return [changed(item, rest, change)];
      if (change.kind === "leave-out") return [];
      return change.kind === "double" ? [item, item] : [changedValue(item, change)];
    });
  }
  const entries = Object.entries(whole ?? {}).flatMap(([key, item]) => {
    if (key !== name) return [[key, item]];
    return rest.length === 0 && change.kind === "leave-out" ? [] : [[key, changed(item, rest, change)]];
  });
  return Object.fromEntries(entries);
}

function changedValue(value: unknown, change: Change): unknown {
  switch (change.kind) {
    case "replace":
      return change.value;
    case "wrap":
      return [value, change.value];
    case "double":
      return [value, value];
    case "leave-out":
      return null;
    case "add":
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries([...Object.entries(value), ...moreKeys.map((key) => [key, change.value])])
        : { value, ...Object.fromEntries(moreKeys.map((key) => [key, change.value])) };
  }
}
