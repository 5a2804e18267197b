import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

async function logLines(script: string): Promise<readonly Record<string, unknown>[]> {
  const preamble =
    'import { makeLog } from "./src/log.ts"; const log = makeLog({ level: "info", format: "json" }, "f");';
  const { stdout } = await run(process.execPath, [
    "--input-type=module-typescript",
    "-e",
    `${preamble} ${script}`,
  ]);
  return stdout
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));
}

describe("the log", () => {
  it("is one JSON object a line, with the function, the time and the request", async () => {
    const [line] = await logLines('log.info({ request_id: "req-1" }, "done");');

    expect(line).toMatchObject({ function: "f", request_id: "req-1", msg: "done" });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("keeps an error's type, stack and causes, and nothing of the request or answer that hangs on it", async () => {
    const [line] = await logLines(
      'const cause = Object.assign(new Error("inner"), { $response: { body: "secret-1" }, data: { token: "secret-2" } });' +
        'log.error({ err: Object.assign(new Error("outer", { cause }), { config: { headers: "secret-3" } }) }, "failed");',
    );

    expect(line?.err).toMatchObject({ type: "Error", message: "outer", cause: { message: "inner" } });
    expect(JSON.stringify(line)).not.toMatch(/secret/);
  });

  it("keeps each of the errors that one stands for, by the same rule", async () => {
    const [line] = await logLines(
      'const first = Object.assign(new Error("one"), { $response: { body: "secret-1" } });' +
        'log.error({ err: new AggregateError([first, "two"], "both") }, "failed");',
    );

    expect(line?.err).toMatchObject({ message: "both", errors: [{ message: "one" }, { message: "two" }] });
    expect(JSON.stringify(line)).not.toMatch(/secret/);
  });

  it("cuts out tokens and bodies that are handed in by mistake", async () => {
    const [line] = await logLines(
      'log.info({ slack: { token: "secret" }, request: { body: "secret", headers: { a: "secret" } } }, "x");',
    );

    expect(JSON.stringify(line)).not.toContain("secret");
  });
});
