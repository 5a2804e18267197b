import { expect, test } from "vitest";
import { findFreePort } from "../../../src/local/parts/free-port.ts";
import { startOnFreePort } from "../../../src/local/parts/start-on-free-port.ts";
import { occupyPort } from "./busy-port.ts";

const partOn = (port: number) => ({
  name: "Sample",
  url: `http://127.0.0.1:${port}`,
  stop: async () => undefined,
});

test("a part whose port was snatched between the look and the start gets another one", async () => {
  const preferred = await findFreePort(0);
  const tried: number[] = [];

  await startOnFreePort(preferred, async (port) => {
    tried.push(port);
    if (tried.length > 1) return partOn(port);
    await occupyPort("127.0.0.1", port);
    throw new Error("port in use");
  });

  expect(tried).toEqual([preferred, expect.toSatisfy((port: number) => port > preferred)]);
});

test("a part that fails although its port is free is started once, and its error thrown", async () => {
  let starts = 0;

  const started = startOnFreePort(0, async () => {
    starts += 1;
    throw new Error("broken");
  });

  await expect(started).rejects.toThrow("broken");
  expect(starts).toBe(1);
});
