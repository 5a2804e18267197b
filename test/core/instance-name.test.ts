import { expect, test } from "vitest";
import { findAddress, fullNameOf } from "../../src/core/instance-name.ts";

test("a full name says where the instance is, and reads back as its address", () => {
  const address = { id: "orders-db", region: "eu-west-1", account: "210987654321" };

  const name = fullNameOf(address);

  expect(name).toBe("orders-db.eu-west-1.210987654321");
  expect(findAddress(name)).toEqual(address);
});

test.each([
  ["a bare name", "orders-db"],
  ["nothing", ""],
  ["a name with a region only", "orders-db.eu-west-1"],
  ["an account that is too short", "orders-db.eu-west-1.21098765432"],
  ["an account that is too long", "orders-db.eu-west-1.2109876543210"],
  ["a part too many", "orders-db.eu-west-1.210987654321.x"],
  ["an empty name", ".eu-west-1.210987654321"],
])("%s is no full name", (_what, text) => {
  expect(findAddress(text)).toBeUndefined();
});
