import { expect, test } from "vitest";
import { findFreePort } from "../../../src/local/parts/free-port.ts";
import { occupyPort } from "./busy-port.ts";

test("the preferred port is taken when it is free", async () => {
  const free = await findFreePort(0);

  const port = await findFreePort(free);

  expect(port).toBe(free);
});

test.each(["127.0.0.1", "0.0.0.0"])(
  "a higher port is taken when the preferred one is busy on %s",
  async (host) => {
    const busy = await occupyPort(host);

    const port = await findFreePort(busy);

    expect(port).toBeGreaterThan(busy);
    expect(port).toBeLessThan(busy + 100);
  },
);

test("a preferred port that does not exist is an error that names it", async () => {
  const search = findFreePort(65_536);

  await expect(search).rejects.toThrow("65536");
});
