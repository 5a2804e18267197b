import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { refsIn, type Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("plain");
}, 180_000);

/** Of the page's table: by function what is told of it. */
async function readTable(): Promise<ReadonlyMap<string, readonly string[]>> {
  const page = await readFile("docs/functions.md", "utf8");
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| [^|]+ \| (\d+) \| (\d+) \| ([^|]+) \|$/gm)];
  return new Map(rows.map(([, name = "", ...cells]) => [name, cells]));
}

/** How many run at a time: as reserved, or as the event sources allow. */
function atATime(logicalId: string, reserved: number | undefined): string {
  if (reserved !== undefined) return String(reserved);
  const limits = template
    .ofType("AWS::Lambda::EventSourceMapping")
    .filter(([, { Properties }]) => refsIn(Properties.FunctionName)[0] === logicalId)
    .map(([, { Properties }]) => Properties.ScalingConfig?.MaximumConcurrency ?? "one batch of a shard");
  return limits.join(" and ");
}

test("the page tells of each function the memory, the time and how many at a time that it is deployed with", async () => {
  const deployed = template.ofType("AWS::Lambda::Function").map(([logicalId, { Properties }]) => {
    const { FunctionName, MemorySize, Timeout, ReservedConcurrentExecutions } = Properties;
    const cells = [String(MemorySize), String(Timeout), atATime(logicalId, ReservedConcurrentExecutions)];
    return [FunctionName.replace("countersign-dev-", ""), cells] as const;
  });

  expect(await readTable()).toEqual(new Map(deployed));
});
