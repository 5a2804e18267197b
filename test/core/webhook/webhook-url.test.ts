import { describe, expect, test } from "vitest";
import { isHostAmong, parseWebhookUrl } from "../../../src/core/webhook/webhook-url.ts";

const outside = { allowsLoopback: false };

test.each([
  "https://hooks.acme.example/countersign",
  "https://hooks.acme.example:443/",
  "https://hooks.acme.example:8443/a?b=c",
  "https://hooks.acme.example./",
  "https://häuser.example/",
])("%s may be sent to", (url) => {
  expect(parseWebhookUrl(url, outside)).toMatchObject({ ok: true });
});

test.each([
  ["http://hooks.acme.example/", "https:// only"],
  ["ftp://hooks.acme.example/", "https:// only"],
  ["file:///etc/passwd", "https:// only"],
  ["https://user@hooks.acme.example/", "no user and no password in the address"],
  ["https://user:secret@hooks.acme.example/", "no user and no password in the address"],
  ["https://hooks.acme.example/#part", "no # in the address"],
  ["https://hooks.acme.example:22/", "port 443, or one from 1024 on"],
  ["https://hooks.acme.example:80/", "port 443, or one from 1024 on"],
  ["https://93.184.215.14/", "a host's name, not an IP address"],
  ["https://127.0.0.1/", "a host's name, not an IP address"],
  // The same address in other spellings.
  ["https://2130706433/", "a host's name, not an IP address"],
  ["https://0x7f.1/", "a host's name, not an IP address"],
  ["https://0177.0.0.1/", "a host's name, not an IP address"],
  ["https://１２７.０.０.１/", "a host's name, not an IP address"],
  ["https://[::1]/", "a host's name, not an IP address"],
  ["https://[::ffff:169.254.169.254]/", "a host's name, not an IP address"],
  ["https://localhost/", "a public host's name"],
  ["https://LOCALHOST./", "a public host's name"],
  ["https://metadata/", "a public host's name"],
  ["https://metadata.google.internal/", "a public host's name"],
  ["https://db.corp/", "a public host's name"],
  ["https://printer.local/", "a public host's name"],
  ["not an address", "an address of 2048 characters at most, please"],
  [`https://hooks.acme.example/${"a".repeat(2048)}`, "an address of 2048 characters at most, please"],
])("%.60s may not: %s", (url, why) => {
  expect(parseWebhookUrl(url, outside)).toEqual({ ok: false, error: why });
});

describe("on one's own machine", () => {
  const local = { allowsLoopback: true };

  test.each(["http://127.0.0.1:8080/", "https://localhost:3000/", "http://[::1]:80/x"])(
    "%s may be sent to",
    (url) => {
      expect(parseWebhookUrl(url, local)).toMatchObject({ ok: true });
    },
  );

  test.each(["http://10.0.0.1/", "http://hooks.acme.example/", "https://169.254.169.254/"])(
    "%s may not all the same",
    (url) => {
      expect(parseWebhookUrl(url, local).ok).toBe(false);
    },
  );
});

test("hosts are compared whole, and below a domain only where that is written", () => {
  const hosts = ["hooks.acme.example", "*.builds.example"];

  expect(isHostAmong(hosts, "hooks.acme.example.")).toBe(true);
  expect(isHostAmong(hosts, "a.b.builds.example")).toBe(true);
  expect(isHostAmong(hosts, "builds.example")).toBe(false);
  expect(isHostAmong(hosts, "evilbuilds.example")).toBe(false);
  expect(isHostAmong(hosts, "x.hooks.acme.example")).toBe(false);
});
