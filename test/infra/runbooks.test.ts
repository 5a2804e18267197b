import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../src/cli/commands.ts";
import { eventKinds } from "../../src/core/audit-event.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { readAlarms } from "./read-alarms.ts";

const folder = "docs/runbooks";
const alarms = await readAlarms();
const infrastructure = await readInfrastructure({ stage: "STAGE" });
const files = (await readdir(folder)).filter((file) => file.endsWith(".md") && file !== "README.md");
const pages = await Promise.all(
  files.map(async (file) => [file.slice(0, -3), await readFile(`${folder}/${file}`, "utf8")] as const),
);
const index = await readFile(`${folder}/README.md`, "utf8");
/** Pages that no alarm asks for: the index has them apart. */
const procedures = new Set(
  [...(index.split("## Procedures")[1] ?? "").matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, name]) => name),
);
const runbooks = pages.filter(([name]) => !procedures.has(name));
const shell = await readFile(`${folder}/shell.sh`, "utf8");

const runbookOf = ({ properties }: (typeof alarms)[number]) =>
  /^\S.*\. Runbook: docs\/runbooks\/([a-z0-9-]+)\.md$/.exec(properties.AlarmDescription)?.[1];

/** What stands in code in a page, on lines or in blocks. */
function codeIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...page.replaceAll(/```.*?```/gs, "").matchAll(/`([^`]+)`/g)];
  return [...blocks, ...spans.map(([, span = ""]) => span.replaceAll(/\s+/g, " "))];
}

test("every alarm names a runbook that is there, and every runbook an alarm, or is a procedure", () => {
  const asked = new Set(alarms.map(runbookOf));

  expect([...asked, ...procedures].toSorted()).toEqual(pages.map(([name]) => name).toSorted());
});

test.each(runbooks)(
  "%s says what it means, where to look, what to do, and when it is over",
  (_name, page) => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const sections = page.split(/^## .*$/m).slice(1);

    expect(headings).toEqual(["What it means", "Look here", "Do this", "How to verify that it is over"]);
    expect(Math.min(...sections.map((section) => section.trim().length))).toBeGreaterThan(15);
    expect(page.split("\n").length, "one page").toBeLessThan(60);
  },
);

test.each(runbooks)("%s names the alarms that it is for, and no other", (name, page) => {
  const own = alarms.filter((alarm) => runbookOf(alarm) === name);
  const [, line = ""] = page.split("\n\n");

  expect([...line.matchAll(/`([^`]+)`/g)].map(([, alarm]) => alarm).toSorted()).toEqual(
    own.map(({ properties }) => properties.AlarmName).toSorted(),
  );
});

test("the index has every alarm with its page, once", () => {
  const rows = [
    ...index.matchAll(/^\| `(countersign-[^`]+)` \| (\w+) \| \[([^\]]+)\]\(([^)]+)\.md\) \| (.+) \|$/gm),
  ];

  expect(rows.map(([, name, , text, page]) => [name, text, page].join()).toSorted()).toEqual(
    alarms.map((alarm) => [alarm.properties.AlarmName, runbookOf(alarm), runbookOf(alarm)].join()).toSorted(),
  );
  expect(new Set(rows.map(([, , group]) => group)).size).toBe(8);
  for (const [row, , , , , urgent = ""] of rows) expect(urgent, row).toMatch(/now|hour|morning|day/);
});

/** What a reader puts in the place of a word in capitals. */
const samples: Readonly<Record<string, string>> = {
  TODAY: "2026-11-27",
  ID: "wh-0123456789",
  REQUEST: "req-0123456789",
  YOU: "you@acme.example",
};

describe("what a runbook names is there", () => {
  const tables = [...infrastructure.tables.values()].map(({ TableName }) => TableName);
  const queueNames = [...infrastructure.queues.values()].map(({ QueueName }) => QueueName);
  const functionNames = [...infrastructure.functions.keys()];
  const others = ["countersign-STAGE", "countersign-poller", "countersign-alarms-STAGE"];
  const known = new Set([
    ...tables,
    ...queueNames,
    ...queueNames.map((name) => name.replace(/\.fifo$/, "")),
    ...functionNames.map((name) => `countersign-STAGE-${name}`),
    ...alarms.map(({ properties }) => properties.AlarmName),
    ...[...shell.matchAll(/alias\/(\S+)/g)].map(([, alias = ""]) => alias),
    ...others,
    "countersign-decisions-STAGE", // the key's alias, too
    "countersign-STAGE-Schedule", // how the rule's name begins that CloudFormation makes up
  ]);

  test.each([...pages, ["README", index] as const])(
    "%s: queues, functions, tables and alarms",
    (_name, page) => {
      const named = [...page.matchAll(/\b(?:countersign|rds)-[\w.-]*[\w]/g)].map(([name]) => name);

      expect(named.filter((name) => !known.has(name) && !name.startsWith("rds-request"))).toEqual([]);
    },
  );

  test.each(runbooks)("%s: the words of shell.sh, and what they are given", (_name, page) => {
    const words = new Set([...shell.matchAll(/^(\w+)\(\) \{/gm)].map(([, word = ""]) => word));
    const queueWords = ["peek", "count", "redrive", "purge"];
    const short = new Set(queueNames.map((name) => name.replace(/^countersign-(.*)-STAGE(\.fifo)?$/, "$1")));
    const calls = codeIn(page)
      .flatMap((line) => line.replace(/(?:^|\s)#.*$/, "").split(/;|\|/))
      .map((call) => call.trim().replace(/^do /, "").split(/\s+/))
      .filter(([word = ""]) => words.has(word));

    for (const [word = "", first = "", ...more] of calls) {
      const call = [word, first, ...more].join(" ");
      // In a loop.
      if (first.includes("$")) continue;
      if (queueWords.includes(word) && first !== "") expect(short, call).toContain(first);
      if (["errors", "crashes"].includes(word) && /^[a-z]/.test(first))
        expect(functionNames, call).toContain(first);
      if (word === "events") expect(eventKinds, call).toContain(first);
    }
  });

  test.each(pages)("%s: the commands of countersign", (_name, page) => {
    const commands = codeIn(page)
      .flatMap((line) => line.split(/;|\s#|\\$|\|/))
      .map((call) => call.trim())
      .filter((call) => /^countersign [a-z]/.test(call))
      .map((call) =>
        call.replaceAll(/\b(?:TODAY|ID|REQUEST|YOU)\b/g, (placeholder) => samples[placeholder] ?? ""),
      );

    for (const command of commands) {
      // A command's name alone is talk of it.
      const args = command.split(/\s+/).slice(1);
      const read = readCommandLine(args);
      if (args.length > 1 && !read.ok) expect.fail(`${command}: ${read.error}`);
    }
  });

  test.each([...pages, ["README", index] as const])("%s: pages beside it", async (_name, page) => {
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);

    for (const link of links) await readFile(new URL(`../../${folder}/${link}`, import.meta.url));
  });
});

describe("shell.sh", () => {
  /** `aws` writes down what it was asked. */
  const run = async (line: string) => {
    const script = `aws() { echo "aws $*" >&2; echo found; }; . ${folder}/shell.sh prod; ${line}`;
    const { stderr } = await promisify(execFile)("bash", ["-euc", script]);
    return stderr.trim().split("\n");
  };

  test("finds a queue by its short name, and a FIFO queue too", async () => {
    expect((await run("peek dispatch-dead"))[0]).toContain("--queue-name countersign-dispatch-dead-prod ");
    expect((await run("count decisions-dead"))[0]).toContain(
      "--queue-name countersign-decisions-dead-prod.fifo ",
    );
  });

  test("asks a function's log, for an hour where nothing else is said", async () => {
    const [usual, longer] = await run("errors slack; errors slack 3h");

    expect(usual).toContain("logs tail /aws/lambda/countersign-prod-slack --since 1h");
    expect(longer).toContain("--since 3h");
  });

  test("looks for requests that wait in each status that waits", async () => {
    const said = await run("waiting");

    expect(said).toHaveLength(2);
    expect(said.join()).toMatch(/default#pending.*default#escalated/);
  });

  test("does nothing without a stage", async () => {
    await expect(promisify(execFile)("bash", ["-euc", `. ${folder}/shell.sh`])).rejects.toThrow(
      "which stage?",
    );
  });
});
