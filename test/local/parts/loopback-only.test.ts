import { once } from "node:events";
import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { admitLoopbackOnly, isLoopback } from "../../../src/local/parts/loopback-only.ts";

const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === "IPv4" && !internal)
  .map(({ address }) => address);

async function greetingOn(address: string): Promise<string> {
  const server = createServer((_request, response) => void response.end("hello")).listen(0, "0.0.0.0");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  const admitAll = admitLoopbackOnly(port);
  onTestFinished(() => {
    admitAll();
    server.closeAllConnections();
    server.close();
  });
  try {
    return await (await fetch(`http://${address}:${port}`)).text();
  } catch {
    return "hung up";
  }
}

test("a connection over loopback is served", async () => {
  const heard = await greetingOn("127.0.0.1");

  expect(heard).toBe("hello");
});

test("connections over every other interface of the machine are hung up on", async () => {
  const heard = await Promise.all(outward.map(greetingOn));

  expect(heard).toEqual(outward.map(() => "hung up"));
});

test.each([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["192.0.2.2", false],
  ["fd00::127.0.0.1", false],
  [undefined, false],
])("%s counts as loopback: %s", (address, expected) => {
  const loopback = isLoopback(address);

  expect(loopback).toBe(expected);
});
