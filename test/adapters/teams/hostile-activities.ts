import fc from "fast-check";
import { acmeTeamsPeople, foreignTenantId } from "../../support/strict-teams/acme-teams.ts";
import type { Activity } from "../../support/strict-teams/activities.ts";

type Path = readonly (string | number)[];

/** What stands where something else belongs. */
const wrong = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    0,
    -1,
    true,
    [],
    {},
    "x".repeat(20_000),
    "<at>Countersign</at> <script>alert(1)</script>",
    "../../v3/conversations",
    "req-0000000000",
    "0".repeat(64),
    "http://169.254.169.254/latest/meta-data",
    "constructor",
    "{{DATE(2027-01-01T00:00:00Z)}}",
    foreignTenantId,
    // Another one's id alone makes nobody another one: the account that goes with it is somebody else's.
    acmeTeamsPeople.priya.id,
    { __proto__: { id: acmeTeamsPeople.priya.id } },
    [["", null]],
  ),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** One of these activities with something at a place of its own put wrong, or left out, once to three times. */
export function hostileActivity(samples: readonly Activity[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.option(wrong, { nil: undefined })), { minLength: 1, maxLength: 3 }),
    )
    .map(([sample, changes]) => {
      let changed: unknown = structuredClone(sample);
      for (const [at, value] of changes) {
        const paths = pathsOf(changed);
        const path = paths[at % Math.max(1, paths.length)];
        if (path) changed = withChange(changed, path, value);
      }
      return changed;
    });
}

function pathsOf(value: unknown, above: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...above, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsOf(inner, path)];
  });
}

/** With the value there; without anything there where it is undefined. */
function withChange(whole: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.flatMap((item, index) => {
      if (index !== name) return [item];
      return rest.length === 0 && value === undefined ? [] : [withChange(item, rest, value)];
    });
  }
  const entries = Object.entries(whole ?? {}).flatMap(([key, item]) => {
    if (key !== name) return [[key, item]];
    return rest.length === 0 && value === undefined ? [] : [[key, withChange(item, rest, value)]];
  });
  return Object.fromEntries(entries);
}
