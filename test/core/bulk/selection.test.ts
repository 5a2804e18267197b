import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesPattern } from "../../../src/core/bulk/matches-pattern.ts";
import { isSelection, parseSelection, selectInstances } from "../../../src/core/bulk/selection.ts";

function instance(id: string, tags?: Readonly<Record<string, string>>, environment = "development") {
  return { id, account: "123456789012", region: "eu-central-1", environment, tags };
}

const known = [
  instance("dev-orders-2", { Team: "payments", Environment: "dev" }),
  instance("dev-orders-1", { Team: "payments" }),
  instance("dev-crm", { team: "sales data" }),
  instance("dev-old"),
  instance("prod-orders-1", { Team: "payments" }, "production"),
];

function chosen(text: string, from = known) {
  const selected = selectInstances(parseSelection(text), from);
  return selected.ok ? selected.value.map(({ id }) => id) : selected.error;
}

describe("a selection", () => {
  test.each([
    ["names", "dev-crm,dev-orders-1", ["dev-crm", "dev-orders-1"]],
    ["names in any order, case and spacing", " DEV-orders-1 , dev-crm,", ["dev-crm", "dev-orders-1"]],
    [
      "names on lines and between spaces",
      "dev-crm\ndev-old dev-orders-1",
      ["dev-crm", "dev-old", "dev-orders-1"],
    ],
    ["a name twice", "dev-crm,dev-crm", ["dev-crm"]],
    ["a pattern", "dev-orders-*", ["dev-orders-1", "dev-orders-2"]],
    ["a pattern for one character", "DEV-ORDERS-?", ["dev-orders-1", "dev-orders-2"]],
    [
      "a pattern and a name that it means, too",
      "dev-o*,dev-old",
      ["dev-old", "dev-orders-1", "dev-orders-2"],
    ],
    ["a tag", "tag:Environment=dev", ["dev-orders-2"]],
    ["a tag in another case", "TAG:environment=DEV", ["dev-orders-2"]],
    ["a tag with a space in its value", "tag:Team=sales data", ["dev-crm"]],
    ["a tag and a name", "tag:environment=dev, dev-crm", ["dev-crm", "dev-orders-2"]],
  ])("of %s means each instance once, by name", (_what, text, names) => {
    expect(chosen(text)).toEqual(names);
  });

  test.each([
    [
      "an unknown name",
      "dev-crm,Dev-Nope",
      { kind: "unknown-instance", instanceId: "Dev-Nope", similar: [] },
    ],
    ["a pattern that means none", "dev-crm,test-*", { kind: "nothing-selected", selection: "test-*" }],
    ["a tag that none has", "tag:team=x", { kind: "nothing-selected", selection: "tag:team=x" }],
    ["a tag without a value", "tag:team", { kind: "nothing-selected", selection: "tag:team" }],
    ["nothing", " , ", { kind: "nothing-selected", selection: "" }],
    [
      "several environments",
      "tag:team=payments",
      {
        kind: "mixed-environments",
        environments: [
          { name: "development", instances: ["dev-orders-1", "dev-orders-2"] },
          { name: "production", instances: ["prod-orders-1"] },
        ],
      },
    ],
  ])("of %s is refused", (_what, text, refusal) => {
    expect(chosen(text)).toEqual(refusal);
  });

  test("may mean 50 instances and no more", () => {
    const many = Array.from({ length: 51 }, (_, index) => instance(`dev-${String(index).padStart(2, "0")}`));

    expect(chosen("dev-*", many.slice(1))).toHaveLength(50);
    expect(chosen("dev-*", many)).toEqual({ kind: "too-many-instances", count: 51, limit: 50 });
  });

  test.each([
    ["a,b", true],
    ["dev-*", true],
    ["dev-?", true],
    [" tag:team=x", true],
    ["dev-orders-1", false],
    ["", false],
  ])("%j can mean several: %s", (text, expected) => {
    expect(isSelection(text)).toBe(expected);
  });

  test("never means an instance that is not known, one twice, or two environments", () => {
    const name = fc.stringMatching(/^[a-c-]{1,4}$/);
    const instances = fc.uniqueArray(
      fc.record({
        id: name,
        account: fc.constant("123456789012"),
        region: fc.constant("eu-central-1"),
        environment: fc.constantFrom("dev", "prod"),
        tags: fc.dictionary(name, name),
      }),
      { selector: ({ id }) => id, maxLength: 60 },
    );
    const word = fc.oneof(
      name,
      fc.stringMatching(/^[a-c*?]{1,5}$/),
      fc.tuple(name, name).map(([k, v]) => `tag:${k}=${v}`),
    );

    fc.assert(
      fc.property(instances, fc.array(word, { minLength: 1, maxLength: 4 }), (all, words) => {
        const selected = selectInstances(parseSelection(words.join(",")), all);
        if (!selected.ok) return;
        const ids = selected.value.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].toSorted());
        expect(all).toEqual(expect.arrayContaining([...selected.value]));
        expect(new Set(selected.value.map(({ environment }) => environment)).size).toBe(1);
        expect(ids.length).toBeLessThanOrEqual(50);
      }),
    );
  });
});

describe("a pattern", () => {
  test("matches what the same regular expression matches", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab.]{0,8}$/), fc.stringMatching(/^[ab.*?]{0,6}$/), (name, pattern) => {
        const expression = pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
        expect(matchesPattern(name, pattern)).toBe(new RegExp(`^${expression}$`).test(name));
      }),
      { numRuns: 2000 },
    );
  });

  test("of many stars takes no time that anybody notices", () => {
    const started = performance.now();

    expect(matchesPattern("a".repeat(63), `${"*a".repeat(200)}b`)).toBe(false);
    expect(matchesPattern("a".repeat(63), `${"*a".repeat(60)}*b`)).toBe(false);

    expect(performance.now() - started).toBeLessThan(200);
  });
});
