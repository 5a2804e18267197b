import { expect, test } from "vitest";
import { makeLogScanner } from "../support/log-scanner.ts";

const password = "correct-horse/battery+staple";

function scannerOf(line: object) {
  const scanner = makeLogScanner();
  scanner.watch("the password", password);
  scanner.logOf("f").debug(line, "said");
  return scanner;
}

test("a line without a secret is no leak", () => {
  const scanner = scannerOf({ request_id: "req-0000000001", digest: "0".repeat(64) });

  expect(scanner.lines).toHaveLength(1);
  expect(scanner.leaks()).toEqual([]);
});

test.each([
  ["whole", password],
  ["in part", `Unexpected token in "${password.slice(8, 22)}"`],
  ["in base64", Buffer.from(`user:${password}`).toString("base64")],
  ["in base64url", Buffer.from(`xx${password}`).toString("base64url")],
  ["in hexadecimal", Buffer.from(password).toString("hex")],
  ["in a URL", `https://acme.example/?p=${encodeURIComponent(password)}`],
  ["in the cause of an error", new Error("outer", { cause: new Error(`no luck with ${password}`) })],
])("a known secret is found %s, and its line is named", (_, said) => {
  const scanner = scannerOf(said instanceof Error ? { err: said } : { said });

  expect(scanner.leaks()).toEqual([{ secret: "the password", line: scanner.lines[0] }]);
});

test.each([
  ["a token of Slack's", "xoxb-123456789012-abcdef"],
  ["a token of Slack's apps", "xapp-1-A0123456-abcdef"],
  ["a signature of Slack's", `v0=${"ab".repeat(32)}`],
  ["a JSON Web Token", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhY21lIn0.c2lnbmF0dXJl"],
  ["a bearer's token", "authorization: Bearer abcdefgh.12345678"],
  ["a webhook's secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  ["an API key", "cs_0123456789ab_secretsecretsecret"],
  ["an access key of AWS", "AKIAIOSFODNN7EXAMPLE"],
  ["a signature of AWS", "https://acme.example/?X-Amz-Signature=0123456789abcdef"],
  ["a private key", "-----BEGIN EC PRIVATE KEY-----"],
])("%s is known by its looks", (secret, said) => {
  const scanner = scannerOf({ said });

  expect(scanner.leaks().map((leak) => leak.secret)).toContain(secret);
});

test("every level is read", () => {
  const scanner = makeLogScanner();
  const log = scanner.logOf("f");

  for (const level of ["trace", "debug", "info", "warn", "error", "fatal"] as const)
    log[level]({ said: "xoxb-12345678" }, "x");

  expect(scanner.leaks()).toHaveLength(6);
});

test("what is too short to be told from other text cannot be watched", () => {
  expect(() => makeLogScanner().watch("a short one", "embedded")).toThrow(RangeError);
});
