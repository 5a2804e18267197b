import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { policySchema } from "../../../src/core/policy/policy.ts";

const base = {
  version: 1,
  groups: {
    "dba-leads": { members: ["priya.nair@acme.example", "tom.okafor@acme.example"] },
    "sre-oncall": { members: ["lena.fischer@acme.example"] },
    directors: { members: ["dora.lang@acme.example"], level: 3 },
    owners: { members: ["olga.brandt@acme.example"], level: 5 },
  },
  environments: { production: {}, staging: {} },
  windows: { night: { from: "22:00", to: "05:00" } },
  defaults: { approvers: ["dba-leads"], notify: {} },
};

const page = await readFile("docs/policy.md", "utf8");
const examples = [...page.matchAll(/```yaml policy\n(.*?)```/gs)].map(([, text = ""]) => text);

test.each(examples)("this example of the documentation is a policy:\n%s", (text) => {
  const policy = readPolicy(stringify({ ...base, ...parse(text) }), "docs/policy.md");

  expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
});

/** Every key that the schema knows, of rules and defaults and of the file itself. */
function keysOf(schema: unknown, found = new Set<string>()): Set<string> {
  const json = z
    .object({ properties: z.record(z.string(), z.unknown()).optional() })
    .loose()
    .parse(schema);
  for (const [key, value] of Object.entries(json.properties ?? {})) {
    found.add(key);
    keysIn(value, found);
  }
  keysIn(Object.values(json), found);
  return found;
}

function keysIn(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) keysIn(one, found);
  else if (typeof value === "object" && value !== null) keysOf(value, found);
}

/** Where the page says that the rest is. */
const furtherPages = [...page.matchAll(/`(docs\/[a-z-]+\.md)`/g)].map(([, name = ""]) => name);

test("every key that a policy can have is on the page, or on those that it names", async () => {
  const schema = z.toJSONSchema(policySchema, { io: "input", unrepresentable: "any" });
  const pages = [page, ...(await Promise.all(furtherPages.map((name) => readFile(name, "utf8"))))].join();

  const missing = [...keysOf(schema)].filter((key) => !new RegExp(`\\b${key}\\b`).test(pages));

  expect(missing).toEqual([]);
});
