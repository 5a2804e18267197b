import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCommand } from "../../../src/app/chat/parse-command.ts";

describe("a typed line", () => {
  it.each([
    ["", { kind: "form" }],
    ["   ", { kind: "form" }],
    ["help", { kind: "help" }],
    ["HELP", { kind: "help" }],
    ["list", { kind: "list", whose: "open" }],
    ["list mine", { kind: "list", whose: "mine" }],
    ["status req-0123456789", { kind: "status", requestId: "req-0123456789" }],
    ["Cancel req-0123456789", { kind: "cancel", requestId: "req-0123456789" }],
  ])("%j is %j", (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it("asks for an operation on an instance, with the reason after `because`", () => {
    expect(parseCommand("snapshot dev-postgres-01 because the schema changes = tonight")).toEqual({
      kind: "submit",
      operation: "snapshot",
      instanceId: "dev-postgres-01",
      parameters: {},
      justification: "the schema changes = tonight",
    });
  });

  it.each([
    ["reboot a,b,c because why", "a,b,c", {}],
    ["reboot a, b, c parallel=2 because why", "a,b,c", { parallel: "2" }],
    ["reboot dev-orders-* because why", "dev-orders-*", {}],
    ["reboot tag:team=payments force_failover=no because why", "tag:team=payments", { force_failover: "no" }],
  ])("asks for several instances at once: %j", (line, instanceId, parameters) => {
    expect(parseCommand(line)).toMatchObject({ kind: "submit", operation: "reboot", instanceId, parameters });
  });

  it("takes parameters before the reason, and reasons over several lines", () => {
    expect(parseCommand("reboot db-1  force_failover=yes\nbecause it hangs\nbecause of locks")).toEqual({
      kind: "submit",
      operation: "reboot",
      instanceId: "db-1",
      parameters: { force_failover: "yes" },
      justification: "it hangs\nbecause of locks",
    });
  });

  it("takes when it is to start out of the parameters", () => {
    expect(parseCommand("reboot db-1 when=night force_failover=yes because it hangs")).toEqual({
      kind: "submit",
      operation: "reboot",
      instanceId: "db-1",
      parameters: { force_failover: "yes" },
      when: "night",
      justification: "it hangs",
    });
  });

  it.each([
    ["snapshot db-1 when= because why", "Say a time after `when=`"],
    ["snapshot db-1 when=night when=maintenance because why", "`when=` is there twice"],
    ["reboot db-1 force_failover=no force_failover=yes because why", "`force_failover=` is there twice"],
    ["snapshot", "Which instance?"],
    ["snapshot because of reasons", "Which instance?"],
    ["snapshot db-1 urgent", '"urgent" is not a parameter=value'],
    ["status", "Which one?"],
    ["cancel", "Which one?"],
    ["because I want to", "Say what to do"],
  ])("says what is unclear about %j", (line, why) => {
    const command = parseCommand(line);

    expect(command).toMatchObject({ kind: "unclear", why: expect.stringContaining(why) });
  });

  it("is never too odd to be read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (line) => {
        expect(parseCommand(line).kind).toBeTypeOf("string");
      }),
    );
  });
});
