import type { FoundTable, TableInspector } from "../../ports/inspection.ts";
import { type Check, type Finding, fine, problem } from "../check.ts";

/** A table as the infrastructure files have it. */
export interface ExpectedTable {
  readonly name: string;
  readonly keys: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly keys: readonly string[] }[];
  readonly stream: string | undefined;
  readonly timeToLive: string | undefined;
}

const mend = "Deploy this version again: infra/tables.yml has it.";

/** Every table with its keys, indexes, stream and time to live. */
export function checkTables(expected: readonly ExpectedTable[], tables: TableInspector): Check {
  return {
    name: "tables",
    look: async () =>
      (await Promise.all(expected.map(async (table) => judge(table, await tables.find(table.name))))).flat(),
  };
}

function judge(expected: ExpectedTable, found: FoundTable | undefined): readonly Finding[] {
  const { name } = expected;
  if (!found) return [problem(name, "there is no such table", mend)];
  const faults = [
    ...(found.isActive ? [] : ["it is not active"]),
    ...(sameKeys(expected.keys, found.keys) ? [] : [`its key is ${found.keys.join(" and ")}`]),
    ...expected.indexes.flatMap((index) => indexFaults(index, found)),
    ...(found.stream === expected.stream
      ? []
      : [`its stream shows ${found.stream ?? "nothing"}, not ${expected.stream}`]),
    ...(found.timeToLive === expected.timeToLive ? [] : [`items do not end by ${expected.timeToLive}`]),
  ];
  if (faults.length > 0) return faults.map((fault) => problem(name, fault, mend));
  return [fine(name, `active${found.indexes.length > 0 ? `, ${found.indexes.length} indexes` : ""}`)];
}

function indexFaults(index: ExpectedTable["indexes"][number], { indexes }: FoundTable): readonly string[] {
  const found = indexes.find(({ name }) => name === index.name);
  if (!found) return [`the index ${index.name} is missing`];
  if (!sameKeys(index.keys, found.keys))
    return [`the index ${index.name} has the key ${found.keys.join(" and ")}`];
  return found.isActive ? [] : [`the index ${index.name} is still being filled`];
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join();
}
