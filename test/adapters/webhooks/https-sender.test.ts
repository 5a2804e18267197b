import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeHttpsSender } from "../../../src/adapters/webhooks/https-sender.ts";
import type { Resolve } from "../../../src/adapters/webhooks/resolve-address.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { type Answer, ok, startReceiver, status } from "../../support/webhook-receiver.ts";

const host = "hooks.acme.example";
const authority = makeAuthority();
const certificate = authority.issue(host);

/** Every name leads to this machine, and this machine may be sent to. */
const onThisMachine: Resolve = async () => [{ address: "127.0.0.1" }];
const trusting = { ca: authority.ca, resolve: onThisMachine, allowsLoopback: true };

async function send(answer: Answer, options: Parameters<typeof makeHttpsSender>[0] = {}) {
  const receiver = await startReceiver(certificate, answer);
  const sender = makeHttpsSender({ ...trusting, ...options });
  const call = {
    url: `https://${host}:${receiver.port}/hook?team=db`,
    headers: { "webhook-id": "evt-1" },
    body: '{"ä":1}',
  };
  return { outcome: await sender.send(call), receiver };
}

test("a webhook arrives as it was signed, over TLS that is checked against the host's name", async () => {
  const { outcome, receiver } = await send(ok);

  expect(outcome).toEqual({ kind: "status", status: 204, retryAfterSeconds: undefined });
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]).toMatchObject({
    method: "POST",
    path: "/hook?team=db",
    body: '{"ä":1}',
    headers: {
      host: `${host}:${receiver.port}`,
      "content-type": "application/json",
      "content-length": "8",
      "webhook-id": "evt-1",
      "user-agent": "Countersign-Webhooks/1",
    },
  });
});

describe("what a receiver answers", () => {
  test.each([200, 301, 404, 410, 500])("%i is told as it is", async (code) => {
    const { outcome } = await send(status(code));

    expect(outcome).toMatchObject({ kind: "status", status: code });
  });

  test("a redirect is not followed, wherever it leads", async () => {
    const elsewhere = await startReceiver(undefined);

    const { outcome } = await send(status(307, { location: `http://127.0.0.1:${elsewhere.port}/` }));

    expect(outcome).toMatchObject({ kind: "status", status: 307 });
    expect(elsewhere.received).toEqual([]);
  });

  test("how long it wants to be left alone is told", async () => {
    const { outcome } = await send(status(429, { "retry-after": "30" }));

    expect(outcome).toEqual({ kind: "status", status: 429, retryAfterSeconds: 30 });
  });

  test("a body without end is cut off, and the status counts", async () => {
    let sent = 0;
    const { outcome, receiver } = await send((response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on("drain", more);
      more();
    });

    expect(outcome).toMatchObject({ kind: "status", status: 200 });
    await eventually("the line to be cut", () => receiver.open() === 0);
    expect(sent).toBeLessThan(20_000_000);
  });

  test("a body that drips is not waited for, and the status counts", async () => {
    const { outcome, receiver } = await send((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 50);
      response.on("close", () => clearInterval(timer));
    });

    expect(outcome).toMatchObject({ kind: "status", status: 200 });
    await eventually("the line to be cut", () => receiver.open() === 0);
  });

  test("a line that is cut in the body was answered all the same", async () => {
    const { outcome } = await send(async (response, request) => {
      response.writeHead(202, { "content-length": "100" });
      response.write("half");
      await sleep(20);
      request.socket.destroy();
    });

    expect(outcome).toMatchObject({ kind: "status", status: 202 });
  });
});

describe("what goes wrong on the way", () => {
  const none = (why: string) => ({ kind: "none", why });

  test("a line that is cut when everything has arrived is no answer", async () => {
    const { outcome, receiver } = await send((_, request) => void request.socket.destroy());

    expect(outcome).toEqual(none("the connection was cut before the answer"));
    expect(receiver.received).toHaveLength(1);
  });

  test("a receiver that never answers is left", async () => {
    const { outcome, receiver } = await send(() => {}, { milliseconds: 300 });

    expect(outcome).toEqual(none("no answer in time"));
    await eventually("the line to be cut", () => receiver.open() === 0);
  });

  test("headers that drip are no answer in time", async () => {
    const { outcome } = await send(
      (response) => {
        response.socket?.write("HTTP/1.1 200 OK\r\n");
        const timer = setInterval(() => response.socket?.write("x-drip: 1\r\n"), 50);
        response.socket?.on("close", () => clearInterval(timer));
      },
      { milliseconds: 400 },
    );

    expect(outcome).toEqual(none("no answer in time"));
  });

  test("headers without end are no answer", async () => {
    const { outcome } = await send((response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\nx-long: ${"a".repeat(100_000)}\r\n\r\n`);
    });

    expect(outcome).toEqual(none("its answer's headers are too long"));
  });

  test("what is not HTTP is no answer", async () => {
    const { outcome } = await send(
      (response) => void response.socket?.end("220 mail.acme.example ESMTP\r\n"),
    );

    expect(outcome).toEqual(none("its answer is not HTTP"));
  });

  test("a name that nobody can look up in time is left", async () => {
    const sender = makeHttpsSender({ resolve: () => new Promise(() => {}), milliseconds: 100 });

    const outcome = await sender.send({ url: `https://${host}/`, headers: {}, body: "{}" });

    expect(outcome).toEqual(none("no answer in time"));
  });

  test("a name that leads nowhere, or to nobody who listens", async () => {
    const unknown = makeHttpsSender({
      resolve: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
    });
    const nowhere = makeHttpsSender({ resolve: async () => [] });
    const receiver = await startReceiver(certificate);
    await receiver.stop();
    const call = { url: `https://${host}:${receiver.port}/`, headers: {}, body: "{}" };

    expect(await unknown.send(call)).toEqual(none("the host's name is not known"));
    expect(await nowhere.send(call)).toEqual(none("the host's name leads nowhere"));
    expect(await makeHttpsSender(trusting).send(call)).toEqual(none("the connection was refused"));
  });

  test.each([
    ["of an authority that nobody trusts", makeAuthority("Somebody").issue(host), "is not trusted"],
    ["for another name", authority.issue("hooks.other.example"), "is for another name"],
    [
      "that has expired",
      authority.issue(host, { from: new Date("2020-01-01"), to: new Date("2020-02-01") }),
      "has expired",
    ],
  ])("a certificate %s ends it before a byte of the webhook is sent", async (_, wrong, why) => {
    const receiver = await startReceiver(wrong);

    const outcome = await makeHttpsSender(trusting).send({
      url: `https://${host}:${receiver.port}/`,
      headers: {},
      body: "{}",
    });

    expect(outcome).toEqual(none(`its TLS certificate ${why}`));
    expect(receiver.received).toEqual([]);
  });
});

describe("where it may lead", () => {
  /** Counts who connects, whatever is said then. */
  async function startTrap() {
    const connected: string[] = [];
    const server = createServer((socket) => {
      connected.push(socket.remoteAddress ?? "");
      socket.destroy();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    return { connected, port: (server.address() as AddressInfo).port };
  }

  const forbidden = { kind: "none", why: "the host's name leads to an address that is not public" };

  test.each([
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["10.1.2.3"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["fd00:ec2::254"],
    ["93.184.215.14", "127.0.0.1"],
  ])("a public name that leads to %s is not connected to", async (...addresses) => {
    const { connected, port } = await startTrap();
    const sender = makeHttpsSender({ resolve: async () => addresses.map((address) => ({ address })) });

    const outcome = await sender.send({ url: `https://${host}:${port}/`, headers: {}, body: "{}" });

    expect(outcome).toEqual(forbidden);
    expect(connected).toEqual([]);
  });

  test("a name that would lead elsewhere a moment later is connected to where it was checked, and never looked up twice", async () => {
    const receiver = await startReceiver(certificate);
    let lookups = 0;
    const rebinding: Resolve = async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? "127.0.0.1" : "127.0.0.2" }];
    };
    const sender = makeHttpsSender({ ...trusting, resolve: rebinding });

    const outcome = await sender.send({ url: `https://${host}:${receiver.port}/`, headers: {}, body: "{}" });

    expect(outcome).toMatchObject({ kind: "status", status: 204 });
    expect(lookups).toBe(1);
  });

  test.each([
    "http://hooks.acme.example/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://u:p@hooks.acme.example/",
  ])("%s is not even looked up", async (url) => {
    let lookups = 0;
    const sender = makeHttpsSender({
      resolve: async () => {
        lookups += 1;
        return [];
      },
    });

    const outcome = await sender.send({ url, headers: {}, body: "{}" });

    expect(outcome).toMatchObject({ kind: "none", why: expect.stringContaining("not allowed") });
    expect(lookups).toBe(0);
  });

  test("plain HTTP goes to this machine where that is allowed, and nowhere else", async () => {
    const receiver = await startReceiver(undefined);
    const sender = makeHttpsSender({ allowsLoopback: true });
    const misled = makeHttpsSender({
      allowsLoopback: true,
      resolve: async () => [{ address: "93.184.215.14" }],
    });
    const call = { headers: {}, body: "{}" };

    expect(await sender.send({ ...call, url: `http://127.0.0.1:${receiver.port}/` })).toMatchObject({
      status: 204,
    });
    expect(await misled.send({ ...call, url: `http://localhost:${receiver.port}/` })).toEqual(forbidden);
    expect(receiver.received).toHaveLength(1);
  });
});
