import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument, stringify } from "yaml";
import { PolicyFileError } from "../../src/app/files/policy-file-error.ts";
import { readPolicy } from "../../src/app/files/read-policy.ts";
import type { Policy } from "../../src/core/policy/policy.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { hostileTexts } from "./support/hostile-values.ts";
import { spoilt } from "./support/spoilt.ts";

const shipped = await readFile("infra/policy.yaml", "utf8");
const content: unknown = parseDocument(shipped).toJS();

/** Of every part that the shipped file has only as a comment. */
const small = {
  version: 1,
  groups: {
    leads: { members: ["priya.nair@acme.example"], level: 5 },
    oncall: { members: ["lena.fischer@acme.example"] },
  },
  environments: { production: { names: ["prod-*"] }, development: {} },
  windows: { night: { days: ["mon"], from: "22:00", to: "05:00", time_zone: "Europe/Berlin" } },
  freezes: [
    {
      name: "bf",
      from: "2026-11-26 18:00",
      to: "2026-11-30 08:00",
      time_zone: "Europe/Berlin",
      action: "hold",
    },
  ],
  defaults: { approvers: ["leads"], expires_after: "72h", notify: { slack: ["C0DBAPPROVE"] } },
  rules: [
    {
      name: "one",
      when: { environments: ["production"], condition: 'request.requester.endsWith("@acme.example")' },
      approvals: 2,
    },
    { name: "two", when: { instances: ["prod-*"], operations: ["stop_instance"] }, deny: "not here" },
  ],
};

const bombs = [
  `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
    .split("")
    .map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]},`.repeat(9)}]`)
    .join("\n")}`,
  `${"[".repeat(20_000)}`,
  `${"- ".repeat(20_000)}x`,
  `${Array.from({ length: 400 }, (_, level) => `${" ".repeat(level)}a:`).join("\n")} 1`,
  `version: 1\ngroups: &a { a: *a }`,
  `<<: *nobody\nversion: 1`,
  `<<: { version: 1 }\nversion: 1`,
  "version: !!js/function 'function () { return 1 }'",
  "!!set { ? version }",
  "--- 1\n--- 2\n...",
  "%YAML 9.9\n---\nversion: 1",
  "? [a, b]\n: c\n? { d: e }\n: f",
  `version: ${"9".repeat(5000)}`,
  `${shipped}\nversion: 2`,
  `\t${shipped}`,
  shipped.replaceAll("\n", "\r"),
  `${shipped}#${"x".repeat(200_000)}`,
];

const conditions = [
  "1 == 1",
  "true || request.nothing.of.the.kind == 1",
  `${"(".repeat(3000)}true${")".repeat(3000)}`,
  `${"!".repeat(3000)}true`,
  `${"true && ".repeat(3000)}true`,
  `"${"a".repeat(30)}!".matches("^(a+)+$")`,
  `"x".matches("${"(a*)*".repeat(50)}b")`,
  "[1,2,3].map(a, [1,2,3].map(b, [1,2,3].map(c, a*b*c)))",
  "constructor.constructor('return process')()",
  "request.__proto__.isAdmin = true",
  "timestamp('9999-12-31T23:59:59Z') > now",
  "1/0 == 1",
  "9223372036854775807 + 1 > 0",
];

const withCondition = (condition: string) =>
  stringify({ ...small, rules: [{ name: "one", when: { condition }, approvals: 1 }] });

test(
  "1,000 spoilt files: each is read or told what is wrong with it, and none holds anybody up",
  async () => {
    const patterns = hostileTexts.map((text) => `${text}*`);
    const asText = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });
    const files = fc.oneof(
      { weight: 16, arbitrary: spoilt([small], [...conditions, ...patterns]).map(asText) },
      { weight: 1, arbitrary: spoilt([content]).map(asText) },
      { weight: 2, arbitrary: fc.constantFrom(...conditions).map(withCondition) },
      { weight: 1, arbitrary: fc.constantFrom(...bombs) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.nat(shipped.length), fc.constantFrom(...hostileTexts, "&a ", "*a", ": ", "- ", "\n"))
          .map(([at, text]) => shipped.slice(0, at) + text + shipped.slice(at)),
      },
      { weight: 1, arbitrary: fc.nat(shipped.length).map((end) => shipped.slice(0, end)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
    );
    const outcomes = { read: 0, refused: 0 };

    await attack<string, Policy | PolicyFileError>({
      inputs: files,
      runs: 1000,
      send: async (text) => {
        try {
          return readPolicy(text, "policy.yaml");
        } catch (error) {
          if (error instanceof PolicyFileError) return error;
          throw error;
        }
      },
      complaint: (outcome) => {
        const isRefused = outcome instanceof PolicyFileError;
        outcomes[isRefused ? "refused" : "read"] += 1;
        if (!isRefused) return outcome.version === 1 ? undefined : "another version was read";
        return outcome.problems.every((problem) => /^(line \d+|the file)/.test(problem)) &&
          outcome.problems.length > 0
          ? undefined
          : `a problem names no place: ${outcome.problems.join("; ").slice(0, 300)}`;
      },
    });

    expect(outcomes.read).toBeGreaterThan(25);
    expect(outcomes.refused).toBeGreaterThan(500);
  },
  patienceMs,
);
