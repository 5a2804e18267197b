import { describe, expect, test } from "vitest";
import { digestOf, type Intent, intentSchema, subjectOf } from "../../src/core/intent.ts";
import { type Json, sha256OfJson } from "../../src/core/json.ts";
import { snapshotIntent } from "./sample-requests.ts";

function withParameters(parameters: unknown): Intent {
  return intentSchema.parse({ ...snapshotIntent, parameters });
}

describe("an intent's digest", () => {
  test("is the one that another tool computes from RFC 8785's form", () => {
    const intent = intentSchema.parse({
      parameters: {
        zone: "Zürich 🚀",
        list: [3, 1, { b: null, a: true }],
        é: 0.5,
        a: 'line\nbreak "quoted"',
      },
      operation: "create_snapshot",
      kind: "rds",
      instance: { resourceId: "db-ABC", region: "eu-central-1", id: "orders-prod", account: "123456789012" },
    });

    const digest = digestOf(intent);

    // printf %s '{"instance":{"account":"123456789012","id":"orders-prod", … ,"é":0.5}}' | sha256sum
    expect(digest).toBe("0a6bbd9205250e790e7dece52eb4e4c780dc8f16afef628d900c82044d92eddc");
  });

  test("covers the state that was approved, and is as it was where there is none", () => {
    const without = withParameters({});
    const [one, other] = ["db.r6g.xlarge", "db.r6g.2xlarge"].map((size) =>
      intentSchema.parse({ ...without, state: { class: size } }),
    );

    expect(new Set([without, one, other].map((intent) => intent && digestOf(intent))).size).toBe(3);
    expect(intentSchema.parse(without)).not.toHaveProperty("state");
  });

  test("does not depend on the order of keys, at any depth", () => {
    const one = withParameters({ a: { x: 1, y: [{ p: 1, q: 2 }] }, b: 2 });
    const other = withParameters({ b: 2, a: { y: [{ q: 2, p: 1 }], x: 1 } });

    expect(digestOf(other)).toBe(digestOf(one));
  });

  test.each([
    { what: "the order of a list", one: { list: [1, 2] }, other: { list: [2, 1] } },
    { what: "a number and its text", one: { a: 1 }, other: { a: "1" } },
    { what: "null and nothing", one: { a: null }, other: {} },
    { what: "upper and lower case", one: { a: "x" }, other: { a: "X" } },
    { what: "composed and decomposed letters", one: { a: "\u00e9" }, other: { a: "e\u0301" } },
    { what: "a key and a nested key", one: { "a.b": 1 }, other: { a: { b: 1 } } },
    { what: "a key named __proto__ and none", one: JSON.parse('{"__proto__":{"a":1}}'), other: {} },
  ])("tells apart $what", ({ one, other }) => {
    expect(digestOf({ ...snapshotIntent, parameters: one } as Intent)).not.toBe(
      digestOf({ ...snapshotIntent, parameters: other } as Intent),
    );
  });

  test("tells apart two instances that follow each other under one name", () => {
    const intent = withParameters({});
    const instance = {
      id: "orders-prod",
      account: "123456789012",
      region: "eu-central-1",
      resourceId: "db-NEW",
    };

    expect(digestOf({ ...intent, instance } as Intent)).not.toBe(digestOf(intent));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, "half \ud83d"])(
    "cannot be made of %s, which JSON cannot say",
    (value) => {
      expect(() => sha256OfJson({ value })).toThrow();
    },
  );

  test("cannot be made of what is no JSON at all", () => {
    expect(() => sha256OfJson(undefined as unknown as Json)).toThrow(TypeError);
  });
});

describe("subjectOf", () => {
  test.each([
    { intent: snapshotIntent, subject: "orders-prod" },
    {
      intent: {
        kind: "message",
        subject: "mainframe-7",
        issue: "disk full",
        action: "purge",
        parameters: {},
      },
      subject: "mainframe-7",
    },
    { intent: { kind: "task", title: "Release 42", details: {} }, subject: "Release 42" },
  ] satisfies { intent: Intent; subject: string }[])(
    "is $subject for a $intent.kind",
    ({ intent, subject }) => {
      expect(subjectOf(intent)).toBe(subject);
    },
  );
});
