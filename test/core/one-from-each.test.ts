import { describe, expect, test } from "vitest";
import { missingGroups } from "../../src/core/one-from-each.ts";
import { anna, ben, cleo, dora, otto } from "./sample-requests.ts";

const dba = { group: "dba", members: [anna.id, ben.id] };
const sre = { group: "sre", members: [ben.id, cleo.id] };
const leads = { group: "leads", members: [cleo.id, dora.id] };

describe("of one from each group is missing", () => {
  test.each([
    ["nothing where no group is asked for", [], [ben], []],
    ["every group before anybody has approved", [dba, sre], [], [["dba"], ["sre"]]],
    ["the group that nobody is in", [dba, sre], [anna], [["sre"]]],
    ["nothing with one person of each", [dba, sre], [anna, cleo], []],
    ["either group, where the only one is in both", [dba, sre], [ben], [["dba", "sre"]]],
    ["nothing where somebody in both makes room for another", [dba, sre], [ben, anna], []],
    ["nothing in whichever order they come", [dba, sre, leads], [ben, cleo, anna], []],
    ["what only the last of a row can fill", [dba, sre, leads], [ben, cleo], [["dba", "leads", "sre"]]],
    ["all of them for somebody who is in none", [dba], [otto], [["dba"]]],
  ] as const)("%s", (_what, groups, people, missing) => {
    const found = missingGroups(
      groups,
      people.map(({ id }) => id),
    );

    expect(found.map((one) => one.groups)).toEqual(missing);
  });

  test("several people where several groups could each be the one without", () => {
    const all = ["a", "b", "c"].map((group) => ({ group, members: [ben.id] }));

    expect(missingGroups(all, [ben.id])).toEqual([{ people: 2, groups: ["a", "b", "c"] }]);
  });
});
