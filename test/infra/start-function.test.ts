import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startFunction } from "../support/lambda/start-function.ts";

/** A function of this text, behind the stand-in. Gone with the test. */
async function startText(text: string, environment: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "countersign-function-"));
  await mkdir(join(folder, "src"));
  await writeFile(join(folder, "src/told.mjs"), text);
  const started = await startFunction({
    name: "told",
    folder,
    handler: "src/told.handler",
    timeoutSeconds: 7,
    memoryMegabytes: 512,
    environment,
  });
  onTestFinished(async () => {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return started;
}

test("events are answered one after the other, each with its own id and the time that is left", async () => {
  const { invoke } = await startText(`
    let calls = 0;
    export const handler = async (event, context) => {
      const left = context.getRemainingTimeInMillis();
      return { event, calls: ++calls, id: context.awsRequestId, isInTime: left > 5000 && left <= 7000 };
    };`);

  const [one, two] = (await Promise.all([invoke("one"), invoke("two")])) as { readonly id: string }[];

  expect(one).toMatchObject({ event: "one", calls: 1, isInTime: true });
  expect(two).toMatchObject({ event: "two", calls: 2, isInTime: true });
  expect(one?.id).not.toBe(two?.id);
});

test("a function has what it is given and what Lambda sets, and nothing of the one who starts it", async () => {
  const { invoke } = await startText("export const handler = async () => process.env;", { STAGE: "dev" });

  const environment = (await invoke({})) as Readonly<Record<string, string>>;

  expect(environment).toMatchObject({ STAGE: "dev", AWS_LAMBDA_FUNCTION_NAME: "told", TZ: ":UTC" });
  for (const name of ["HOME", "NODE_PATH", "VITEST", "NODE_COMPILE_CACHE"]) {
    expect(environment).not.toHaveProperty(name);
  }
});

test.each([
  [
    "a package is missing in its zip",
    'import "zod"; export const handler = async () => {};',
    "Cannot find package 'zod'",
  ],
  ["a variable is missing that it needs", 'throw new Error("STAGE: missing");', "Error: STAGE: missing"],
  ["it has no handler", "export const other = 1;", "Runtime.HandlerNotFound"],
  ["its handler takes a callback", "export const handler = (a, b, c) => c();", "CallbackHandlerDeprecated"],
])("a function does not start when %s, and its event is told why", async (_when, text, why) => {
  const { invoke, initialized } = await startText(text);

  await expect(invoke({})).rejects.toThrow(why);
  await expect(initialized).rejects.toThrow(why);
});

test.each([
  ["the handler throws", 'throw new TypeError("no such table");', "TypeError: no such table"],
  [
    "a rejection is left to itself",
    'Promise.reject(new Error("forgotten")); await new Promise(() => {});',
    "forgotten",
  ],
  ["its process ends", 'console.log("out of memory"); process.exit(9);', "out of memory"],
])("an event fails when %s", async (_when, body, why) => {
  const { invoke } = await startText(`export const handler = async () => { ${body} };
    setInterval(() => {}, 1000);`);

  await expect(invoke({})).rejects.toThrow(why);
});
