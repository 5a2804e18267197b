import { describe, expect, test } from "vitest";
import { freezeAt, freezeSchema, freezesFor } from "../../../src/core/timing/freeze.ts";
import { freezeOf } from "./sample-windows.ts";

describe("a freeze", () => {
  test.each([
    [{}, "2026-11-26T18:00:00.000Z", "2026-11-30T08:00:00.000Z"],
    [{ time_zone: "Europe/Berlin" }, "2026-11-26T17:00:00.000Z", "2026-11-30T07:00:00.000Z"],
    [
      { from: "2026-11-26T18:00+05:30", to: "2026-11-26T18:00Z" },
      "2026-11-26T12:30:00.000Z",
      "2026-11-26T18:00:00.000Z",
    ],
    [
      { from: "2026-03-29 01:00", to: "2026-03-29 04:00", time_zone: "Europe/Berlin" },
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T02:00:00.000Z",
    ],
  ])("written as %j lasts from %s to %s", (written, from, to) => {
    const freeze = freezeOf(written);

    expect([freeze.from.toISOString(), freeze.to.toISOString()]).toStrictEqual([from, to]);
  });

  test.each([
    ["a bare date", { to: "2026-11-30" }, "to"],
    ["a date that is none", { from: "2026-02-30 08:00" }, "from"],
    ["an end before its beginning", { to: "2026-11-26 17:59" }, "to"],
    ["an end at its beginning", { to: "2026-11-26 18:00" }, "to"],
    ["a zone that is none", { time_zone: "Mars/Olympus" }, "time_zone"],
    ["another action", { action: "warn" }, "action"],
    ["an empty list", { environments: [] }, "environments"],
  ])("with %s is a mistake, told with its key", (_what, written, key) => {
    const good = { name: "sales", from: "2026-11-26 18:00", to: "2026-11-30 08:00", action: "hold" };

    const parsed = freezeSchema.safeParse({ ...good, ...written });

    expect(parsed.error?.issues.map(({ path }) => path[0])).toStrictEqual([key]);
  });

  test.each([
    [{}, true],
    [{ environments: ["production"] }, true],
    [{ environments: ["staging"] }, false],
    [{ operations: ["reboot_instance"] }, true],
    [{ operations: ["create_snapshot"] }, false],
    [{ environments: ["production"], operations: ["create_snapshot"] }, false],
  ])("of %j concerns a reboot in production: %s", (written, concerns) => {
    const target = { environment: "production", operation: "reboot_instance" };

    expect(freezesFor([freezeOf(written)], target)).toHaveLength(concerns ? 1 : 0);
  });

  test.each([
    ["2026-11-26T17:59:59.999Z", undefined],
    ["2026-11-26T18:00:00.000Z", "sales"],
    ["2026-11-30T07:59:59.999Z", "sales"],
    ["2026-11-30T08:00:00.000Z", undefined],
  ])("covers from its first moment to before its last: %s", (moment, name) => {
    expect(freezeAt([freezeOf()], new Date(moment))?.name).toBe(name);
  });

  test("that refuses is named before one that holds, then the one that lasts longest", () => {
    const freezes = [
      freezeOf({ name: "short" }),
      freezeOf({ name: "long", to: "2026-12-01 00:00" }),
      freezeOf({ name: "strict", to: "2026-11-27 00:00", action: "refuse" }),
    ];

    const names = ["2026-11-26T20:00:00Z", "2026-11-28T20:00:00Z"].map(
      (moment) => freezeAt(freezes, new Date(moment))?.name,
    );

    expect(names).toStrictEqual(["strict", "long"]);
  });
});
