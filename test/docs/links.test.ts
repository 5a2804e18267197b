import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../src/cli/commands.ts";

const inDocs = (await readdir("docs", { recursive: true })).filter((file) => file.endsWith(".md"));
const files = ["README.md", "CHANGELOG.md", ...inDocs.map((file) => join("docs", file)).toSorted()];
const pages = new Map(
  await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const)),
);
const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

const withoutBlocks = (page: string) => page.replaceAll(/^( *)```.*?^\1```/gms, "");

/** Where GitHub lets `#` lead in a page: its headings in lower case, with hyphens for spaces and nothing for other signs. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = [...withoutBlocks(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = shown
      .trim()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(anchors);
}

/** The links of a page that lead nowhere. */
function deadLinks(file: string, page: string): readonly string[] {
  const links = [...withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link)).filter((link) => !leadsSomewhere(file, link));
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : normalize(join(dirname(file), path));
  if (anchor === undefined) return existsSync(target);
  return anchorsOf(pages.get(target) ?? "").has(anchor);
}

/** What stands in code: each line of a block, continued lines as one, and each span. */
function codeIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^( *)```.*?\n(.*?)^\1```/gms)].flatMap(([, , block = ""]) =>
    block.replaceAll(/\\\n\s*/g, "").split("\n"),
  );
  const spans = [...withoutBlocks(page).matchAll(/`([^`]+)`/g)];
  return [...blocks, ...spans.map(([, span = ""]) => span.replaceAll(/\s+/g, " "))];
}

/** The words of each call of `countersign` in a line, without what the shell takes for itself. */
function callsIn(line: string): readonly (readonly string[])[] {
  return line.split(/&&|;|\||\s#\s|\s[<>]\s|\s{3,}/).flatMap((part) => {
    const [, words] =
      /^(?:countersign|npm run (?:-s )?countersign --) +([a-z-]+\b.*)$/.exec(part.trim()) ?? [];
    return words === undefined ? [] : [words.match(/'[^']*'|"[^"]*"|\S+/g) ?? []];
  });
}

/** Whether there is such a command with such options; what is left out of a sentence is no mistake. */
function isCommand(words: readonly string[]): boolean {
  const read = readCommandLine(words.map((word) => word.replaceAll(/^['"[]|['"\]]$/g, "")));
  return read.ok || !/^There is no command|" has no --/.test(read.error);
}

describe.each(files)("%s", (file) => {
  const page = pages.get(file) ?? "";

  test("has no link that leads nowhere", () => {
    expect(deadLinks(file, page)).toEqual([]);
  });

  test("names files, npm scripts and commands that are there", () => {
    const code = codeIn(page);
    const paths = code.filter((line) => /^(?:src|test|infra|docs|manifests)\/[\w./-]*\.\w+$/.test(line));
    const named = [...page.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(([, script = ""]) => script);
    const calls = code.flatMap(callsIn);

    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    expect(calls.filter((words) => !isCommand(words)).map((words) => words.join(" "))).toEqual([]);
  });
});

test("a link, an anchor, a command and an option that are not there are found", () => {
  const page = "# One `two`\n\n[a](#one-two) [b](#three) [c](docs/no.md) [d](https://acme.example/no)\n";
  pages.set("SAMPLE.md", page);
  const commands = ["countersign doctor --stage STAGE", "countersign heal", "countersign doctor --mend"];

  expect(deadLinks("SAMPLE.md", page)).toEqual(["#three", "docs/no.md"]);
  expect(commands.flatMap(callsIn).map(isCommand)).toEqual([true, false, false]);
});
