import { expect, test } from "vitest";
import { differencesOf } from "../../src/core/differences.ts";
import type { JsonObject } from "../../src/core/json.ts";

test.each<[string, JsonObject, JsonObject, readonly [label: string, value: string][]]>([
  ["nothing", { class: "a", pending: {} }, { pending: {}, class: "a" }, []],
  ["another value", { class: "a" }, { class: "b" }, [["class", "a → b"]]],
  ["a switch", { multi_az: true }, { multi_az: false }, [["multi az", "on → off"]]],
  ["a number", { storage_gib: 100 }, { storage_gib: 200 }, [["storage gib", "100 → 200"]]],
  ["a number that was a text", { size: "1" }, { size: 1 }, [["size", "1 → 1"]]],
  ["what has come", {}, { iops: 3000 }, [["iops", "none → 3000"]]],
  ["what has gone", { iops: 3000 }, {}, [["iops", "3000 → none"]]],
  ["null and nothing, which are the same", { iops: null }, {}, []],
  [
    "what is nested, part by part",
    { pending: { class: "a", iops: 1, multi_az: true } },
    { pending: { class: "b", iops: 1, storage_gib: 5 } },
    [
      ["pending class", "a → b"],
      ["pending storage gib", "none → 5"],
      ["pending multi az", "on → none"],
    ],
  ],
  ["what is nested and was not there", {}, { pending: { class: "b" } }, [["pending class", "none → b"]]],
  ["what is nested and is no more", { pending: { class: "b" } }, {}, [["pending class", "b → none"]]],
  ["nothing nested, and none there", { pending: {} }, {}, []],
  ["a list, as a whole", { tags: ["a"] }, { tags: ["a", "b"] }, [["tags", '["a"] → ["a","b"]']]],
  ["a value that became an object", { pending: "x" }, { pending: { a: 1 } }, [["pending", 'x → {"a":1}']]],
  [
    "two levels deep, as a whole",
    { a: { b: { c: 1 } } },
    { a: { b: { c: 2 } } },
    [["a b", '{"c":1} → {"c":2}']],
  ],
])("tells of %s", (_what, approved, actual, expected) => {
  const differences = differencesOf(approved, actual);

  expect(differences.map(({ label, value }) => [label, value])).toStrictEqual(expected);
});
