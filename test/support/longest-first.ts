import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, the longest first: folders and files. A file that begins last and takes minutes would have the machine to itself. */
const long = [
  "test/model/model.test.ts",
  "test/faults/",
  "test/infra/functions.test.ts",
  "test/e2e/",
  "test/hostile/",
  "test/local/",
  "test/infra/",
  "test/onprem/",
  "test/app/run",
];

/** On a fresh clone, where vitest knows no times yet, it would go by the size of the files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (one, other) => stageOf(one) - stageOf(other) || byName(one, other) || rankOf(one) - rankOf(other),
    );
  }
}

function stageOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

/** A worker that takes files of one project after the other can go on; one of another needs a new process. */
function byName({ project: one }: TestSpecification, { project: other }: TestSpecification): number {
  return one.name.localeCompare(other.name);
}

function rankOf({ project, moduleId }: TestSpecification): number {
  const file = relative(project.config.root, moduleId).replaceAll("\\", "/");
  const rank = long.findIndex((start) => file.startsWith(start));
  return rank === -1 ? long.length : rank;
}
