import { describe, expect, test } from "vitest";
import { describeBulk } from "../../../src/core/bulk/describe-bulk.ts";
import { partIdOf } from "../../../src/core/bulk/part-id.ts";
import type { Description } from "../../../src/core/request.ts";
import { requestIdSchema } from "../../../src/core/request.ts";

const bulk = requestIdSchema.parse("req-0123456789");
const asked = { label: "Reboot an instance", parallelism: 3, selection: "dev-*" };

function parts(count: number, changes: (id: string, index: number) => Partial<Description> = () => ({})) {
  return Array.from({ length: count }, (_, index) => {
    const instanceId = `dev-${index + 1}`;
    const description = {
      title: `Reboot ${instanceId}`,
      effect: "Restarts the database.",
      facts: [{ label: "Instance", value: `${instanceId} · postgres` }],
      ...changes(instanceId, index),
    };
    return { instanceId, name: instanceId, requestId: partIdOf(bulk, index), description };
  });
}

describe("what people read of an operation on several instances", () => {
  test("says once what is the same of all", () => {
    const described = describeBulk(
      parts(5, (id) => ({
        facts: [
          { label: "Instance", value: id },
          { label: "Failover", value: "no" },
        ],
      })),
      asked,
    );

    expect(described).toEqual({
      title: "Reboot 5 instances",
      effect: "Restarts the database.",
      facts: [
        { label: "Instances", value: "dev-1, dev-2, dev-3, dev-4, dev-5" },
        { label: "Chosen by", value: "dev-*" },
        { label: "At the same time", value: "3" },
        { label: "Failover", value: "no" },
      ],
    });
  });

  test("says with their names what is true of some only", () => {
    const { effect, facts } = describeBulk(
      parts(6, (_id, index) => ({
        effect: index < 5 ? "May pause." : "Does not pause.",
        facts: index === 2 ? [{ label: "Also applied", value: "class: a → b" }] : [],
      })),
      { ...asked, selection: "a,b", parallelism: 1 },
    );

    expect(effect).toBe("dev-1, dev-2, dev-3 and 2 more: May pause.\ndev-6: Does not pause.");
    expect(facts.slice(1)).toEqual([
      { label: "At the same time", value: "1, one after the other" },
      { label: "Also applied", value: "class: a → b (dev-3)" },
    ]);
  });

  test("tells one way where only the names in it differ", () => {
    const { facts } = describeBulk(
      parts(3, (id, index) => ({
        facts: [{ label: "Snapshot id", value: `${id}-${partIdOf(bulk, index)}` }],
      })),
      asked,
    );

    expect(facts.at(-1)).toEqual({ label: "Snapshot id", value: "(instance)-(request)" });
  });

  test("says how many ways there are besides the first ones", () => {
    const { facts } = describeBulk(
      parts(9, (_id, index) => ({ facts: [{ label: "Class", value: `class-${index} → b` }] })),
      asked,
    );

    expect(facts.filter(({ label }) => label === "Class")).toHaveLength(7);
    expect(facts.at(-1)?.value).toContain("otherwise for 3 more");
  });

  test("falls back on the operation's name where titles differ by more", () => {
    const { title } = describeBulk(
      parts(2, (_id, index) => ({ title: `Fail over c-${index}` })),
      asked,
    );

    expect(title).toBe("Reboot an instance: 2 instances");
  });

  test("names ten of fifty, fewer where their names are long, and counts the rest", () => {
    const long = "x".repeat(60);
    const longNames = parts(50).map((part) => ({ ...part, name: `${part.name}-${long}` }));

    const [first] = describeBulk(parts(50), asked).facts;
    const [ofLong] = describeBulk(longNames, asked).facts;

    expect(first?.value).toBe(
      "dev-1, dev-2, dev-3, dev-4, dev-5, dev-6, dev-7, dev-8, dev-9, dev-10 and 40 more",
    );
    expect(ofLong?.value).toMatch(/ and 46 more$/);
    expect(ofLong?.value.length).toBeLessThanOrEqual(290);
  });
});
