import { describe, expect, test } from "vitest";
import { isLaterVersion, isMajorUpgrade } from "../../src/operations/rules/engine-version.ts";
import { snapshotTagsSchema, tagsText } from "../../src/operations/rules/snapshot-tags.ts";
import { type StorageType, storageIssues, usualIops } from "../../src/operations/rules/storage-rules.ts";
import {
  backupWindowSchema,
  maintenanceWindowSchema,
  windowsOverlap,
} from "../../src/operations/rules/time-window.ts";

describe("windows", () => {
  test.each([
    ["02:00-02:30", "sun:03:30-sun:04:30", false],
    ["03:00-03:30", "sun:03:30-sun:04:30", false],
    ["03:00-03:31", "sun:03:30-sun:04:30", true],
    ["04:29-05:00", "sun:03:30-sun:04:30", true],
    ["04:30-05:00", "sun:03:30-sun:04:30", false],
    ["03:45-04:15", "sun:03:30-sun:04:30", true],
    ["03:00-05:00", "sun:03:30-sun:04:30", true],
    ["23:45-00:15", "mon:00:00-mon:00:30", true],
    ["23:45-00:15", "sun:23:00-mon:00:30", true],
    ["23:30-00:00", "mon:00:00-mon:00:30", false],
    ["00:15-00:45", "sun:23:30-mon:00:30", true],
    ["12:00-12:30", "tue:13:00-wed:12:30", true],
    ["12:00-12:30", "tue:12:30-wed:12:00", false],
    ["02:00-02:30", "unknown", false],
    ["unknown", "sun:03:30-sun:04:30", false],
  ])("%s and %s overlap: %s", (backup, maintenance, overlap) => {
    expect(windowsOverlap(backup, maintenance)).toBe(overlap);
  });

  test.each(["00:00-00:30", "23:45-00:15", "12:00-11:59"])("%s is a backup window", (text) => {
    expect(backupWindowSchema.parse(text)).toBe(text);
  });

  test.each(["00:00-00:29", "23:45-00:14", "12:00-12:00", "12:60-13:30", "1200-1300", ""])(
    "“%s” is none",
    (text) => {
      expect(backupWindowSchema.safeParse(text).success).toBe(false);
    },
  );

  test.each(["mon:00:00-mon:00:30", "sun:23:45-mon:00:15", "fri:12:00-sat:12:00"])(
    "%s is a maintenance window",
    (text) => {
      expect(maintenanceWindowSchema.parse(text)).toBe(text);
    },
  );

  test.each(["mon:00:00-mon:00:29", "fri:12:00-sat:12:01", "mon:00:00-mon:00:00", "xyz:00:00-mon:00:30"])(
    "%s is none",
    (text) => {
      expect(maintenanceWindowSchema.safeParse(text).success).toBe(false);
    },
  );
});

describe("tags", () => {
  test.each([
    ["", {}],
    ["a=b", { a: "b" }],
    [" a = b , c=d=e ,, f= ", { a: "b", c: "d=e", f: "" }],
    [{ "Kostenstelle Süd": "4711" }, { "Kostenstelle Süd": "4711" }],
  ])("%o is read", (given, tags) => {
    expect(snapshotTagsSchema.parse(given)).toEqual(tags);
  });

  test.each([
    ["=b", '"b" needs a key: write key=value'],
    ["a=b, a=c", "each key can be there once"],
    ["aws:team=b", '"aws:team" begins with a reserved word'],
    ["RDS:team=b", '"RDS:team" begins with a reserved word'],
    ["countersign:request-id=req-0", '"countersign:request-id" begins with a reserved word'],
    ["a=b;c", '"a" can only hold letters, digits, spaces and _ . : / = + - @'],
    [`${"k".repeat(129)}=v`, "a key can have 128 characters at most"],
    [`k=${"v".repeat(257)}`, 'the value of "k" can have 256 characters at most'],
    [Array.from({ length: 50 }, (_, index) => `k${index}=v`).join(), "49 tags at most"],
    [7, "write tags as key=value, key2=value2"],
  ])("%o is refused", (given, message) => {
    expect(snapshotTagsSchema.safeParse(given).error?.issues).toMatchObject([{ message }]);
  });

  test("are written as they are typed", () => {
    expect(tagsText(snapshotTagsSchema.parse("a=b,c=d"))).toBe("a=b, c=d");
  });
});

describe("versions", () => {
  test.each([
    ["postgres", "16.4", "16.6", false],
    ["postgres", "16.4", "17.2", true],
    ["mysql", "8.0.39", "8.0.40", false],
    ["mysql", "8.0.39", "8.4.3", true],
    ["mariadb", "10.6.18", "10.11.9", true],
    ["sqlserver-se", "15.00.4375.4.v1", "16.00.4085.2.v1", true],
    ["oracle-ee", "19.0.0.0.ru-2024-04.rur-2024-04.r1", "19.0.0.0.ru-2024-07.rur-2024-07.r1", false],
  ])("%s from %s to %s is a later one; a new major: %s", (engine, from, to, isMajor) => {
    expect(isLaterVersion(to, from)).toBe(true);
    expect(isLaterVersion(from, to)).toBe(false);
    expect(isMajorUpgrade(engine, from, to)).toBe(isMajor);
  });
});

describe("storage", () => {
  const now = { engine: "postgres", storageType: "gp3", allocatedStorageGib: 500, iops: 15_000 };
  const gp2 = { ...now, storageType: "gp2", iops: undefined };

  test.each<[StorageType, number, typeof now | typeof gp2, number | undefined]>([
    ["gp3", 600, now, 15_000],
    ["gp3", 600, gp2, 12_000],
    ["gp3", 300, gp2, undefined],
    ["gp2", 600, now, undefined],
    ["io1", 600, now, undefined],
    ["io2", 600, { ...now, storageType: "io1", iops: 5000 }, 5000],
    ["gp3", 250, { ...gp2, engine: "oracle-ee" }, 12_000],
    ["gp3", 100, { ...gp2, engine: "sqlserver-se" }, 3000],
  ])("%s with %i GiB has its usual IOPS", (type, gib, before, iops) => {
    expect(usualIops(type, gib, before)).toBe(iops);
  });

  test.each<[StorageType, number, number | undefined, typeof now, readonly string[]]>([
    ["gp3", 550, 64_000, now, []],
    ["gp3", 500, 64_001, now, ["gp3 with 500 GiB takes 12000 to 64000 IOPS"]],
    ["io1", 500, 25_000, now, []],
    [
      "io1",
      2000,
      999,
      { ...now, allocatedStorageGib: 2000 },
      ["io1 with 2000 GiB takes 1000 to 100000 IOPS"],
    ],
    ["io2", 65_536, 256_000, now, []],
    ["io1", 50, 1000, { ...now, allocatedStorageGib: 50 }, ["io1 needs 100 GiB or more"]],
    ["io1", 50, 1000, { ...now, allocatedStorageGib: 50, engine: "sqlserver-se" }, []],
    [
      "gp3",
      100,
      16_001,
      { ...now, allocatedStorageGib: 100, engine: "sqlserver-se" },
      ["gp3 with 100 GiB takes 3000 to 16000 IOPS"],
    ],
  ])("%s with %i GiB and %s IOPS", (type, gib, iops, before, messages) => {
    expect(storageIssues({ type, gib, iops }, before).map(({ message }) => message)).toEqual(messages);
  });
});
