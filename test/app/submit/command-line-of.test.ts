import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCommand } from "../../../src/app/chat/parse-command.ts";
import { commandLineOf } from "../../../src/app/submit/command-line-of.ts";

const snapshot = { shortName: "snapshot" };

test("the line names the operation, the instance and each parameter, and leaves the reason to be said", () => {
  const line = commandLineOf(snapshot, "prod-orders-01", { snapshot_id: "before", force: true, size: 20 });

  expect(line).toBe("/rds-request snapshot prod-orders-01 snapshot_id=before force=true size=20 because ...");
});

test("what is left open is left out", () => {
  expect(commandLineOf(snapshot, "db-1", { snapshot_id: null, tags: undefined })).toBe(
    "/rds-request snapshot db-1 because ...",
  );
});

test.each([
  ["a value with a space", { tags: "a=b, c=d" }],
  ["a value that would end the markup", { tags: "a`b" }],
  ["a value of parts", { tags: { a: "b" } }],
  ["a list", { tags: ["a"] }],
  ["a name with an equals sign", { "a=b": "c" }],
])("%s does not fit into a line", (_what, parameters) => {
  expect(commandLineOf(snapshot, "db-1", parameters)).toBeUndefined();
});

test("every line is read back as what it was made of", () => {
  const word = fc.stringMatching(/^[\w.:,/=-]{1,12}$/);
  const name = fc.stringMatching(/^[a-z][a-z_]{0,11}$/);
  fc.assert(
    fc.property(name, fc.dictionary(name, word, { noNullPrototype: true }), (instanceId, parameters) => {
      const line = commandLineOf(snapshot, instanceId, parameters);

      const read = parseCommand((line ?? "").replace("/rds-request ", ""));

      expect(read).toEqual({
        kind: "submit",
        operation: "snapshot",
        instanceId,
        parameters,
        justification: "...",
      });
    }),
  );
});
