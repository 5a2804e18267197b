import { describe, expect, test } from "vitest";
import { personIdSchema } from "../../src/core/person.ts";

describe("a person's id", () => {
  test.each(["kate@acme.example", "Kate@Acme.Example", " KATE@ACME.EXAMPLE\n"])(
    "is the address in lower case, however it is written: %j",
    (written) => {
      expect(personIdSchema.parse(written)).toBe("kate@acme.example");
    },
  );

  test("keeps what tells two people apart", () => {
    expect(personIdSchema.parse("kate+dba@acme.example")).toBe("kate+dba@acme.example");
  });

  test.each([
    { what: "no address", written: "kate" },
    { what: "nothing", written: "" },
    { what: "two addresses", written: "kate@acme.example,ben@acme.example" },
    { what: "an address with a blank", written: "ka te@acme.example" },
    { what: "a Kelvin sign, which lowers to the letter k", written: "\u212aate@acme.example" },
    { what: "a Cyrillic letter that looks like an a", written: "k\u0430te@acme.example" },
    { what: "a name around the address", written: "Kate <kate@acme.example>" },
  ])("is never made of $what", ({ written }) => {
    expect(personIdSchema.safeParse(written).success).toBe(false);
  });
});
