import { readFile } from "node:fs/promises";
import { type Role, roles } from "../../../src/core/api/role.ts";

export interface MatrixRow {
  readonly route: string;
  readonly allowed: ReadonlySet<Role>;
  readonly otherTenant: "404" | "nothing";
}

/** The table of docs/api.md: who may do what. */
export async function readMatrix(): Promise<readonly MatrixRow[]> {
  const text = await readFile("docs/api.md", "utf8");
  const lines = text.split("\n");
  const head = `| route | ${roles.join(" | ")} | other tenant |`;
  const start = lines.indexOf(head) + 2;
  if (start < 2) throw new Error(`docs/api.md has no table that begins with ${head}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) => {
    const [route = "", ...cells] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", ""));
    const otherTenant = cells.at(-1);
    const given = cells.slice(0, -1);
    if (given.length !== roles.length || !given.every((cell) => cell === "yes" || cell === "no")) {
      throw new Error(`${route}: each role is yes or no`);
    }
    if (otherTenant !== "404" && otherTenant !== "nothing") throw new Error(`${route}: ${otherTenant}?`);
    return { route, allowed: new Set(roles.filter((_, index) => given[index] === "yes")), otherTenant };
  });
}
