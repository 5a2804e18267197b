import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askAt } from "../../src/cli/secrets/read-given.ts";

const questions = {
  app_password: { text: "Client secret's value", isHidden: true },
  tenant_ids: { text: "Tenant IDs", isHidden: false },
} as const;

const arrowUp = "\u001b[A";

/** Types each of these when the question before it is asked. */
async function answer(...typed: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  let asked = 0;
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString("utf8");
    const prompts = shown.split("(empty: as it is): ").length - 1;
    // After the line that waits for it.
    if (prompts > asked) setImmediate(() => input.write(`${typed[asked++]}\r`));
  });
  const given = await askAt({ input, output }, questions);
  return { given, shown };
}

test("what is typed for a hidden part is taken and not shown", async () => {
  const { given, shown } = await answer("s3cr3t~value", "11111111-2222-3333-4444-555555555555");

  expect(given).toEqual({
    app_password: "s3cr3t~value",
    tenant_ids: "11111111-2222-3333-4444-555555555555",
  });
  expect(shown).toContain("11111111-2222");
  expect(shown).not.toContain("s3cr3t");
});

test("no key brings a hidden part back in the question after it", async () => {
  const { given, shown } = await answer("s3cr3t~value", arrowUp);

  expect(given).toEqual({ app_password: "s3cr3t~value" });
  expect(shown).not.toContain("s3cr3t");
});
