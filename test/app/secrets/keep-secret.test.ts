import { describe, expect, test } from "vitest";
import type { SecretVersions } from "../../../src/app/ports/secret.ts";
import { keepSecret } from "../../../src/app/secrets/keep-secret.ts";

const versionsOf = (current: string, previous?: string) => ({ current, previous });

/** A secret whose source is a list of what it gives in turn, on a clock of its own. */
function keep(...gives: readonly (SecretVersions<string> | undefined | Error)[]) {
  let at = Date.parse("2026-11-27T10:00:00Z");
  let calls = 0;
  const failures: unknown[] = [];
  const secret = keepSecret(
    async () => {
      const given = gives[Math.min(calls, gives.length - 1)];
      calls += 1;
      if (given instanceof Error) throw given;
      return given;
    },
    { ageSeconds: 300, now: () => new Date(at), onFailure: (error) => failures.push(error) },
  );
  const pass = (seconds: number) => {
    at += seconds * 1000;
  };
  return { ...secret, pass, failures, calls: () => calls };
}

describe("a secret", () => {
  test("is read once for many who ask at the same time, and kept until it is too old", async () => {
    const secret = keep(versionsOf("one"), versionsOf("two", "one"));

    const together = await Promise.all([secret.read(), secret.read(), secret.readAnew()]);
    secret.pass(299);
    const kept = await secret.read();
    secret.pass(1);

    expect(together).toEqual([versionsOf("one"), versionsOf("one"), versionsOf("one")]);
    expect(kept).toEqual(versionsOf("one"));
    expect(await secret.read()).toEqual(versionsOf("two", "one"));
    expect(secret.calls()).toBe(2);
  });

  test("is read anew where it does not work, but by no flood of those who say so", async () => {
    const secret = keep(versionsOf("one"), versionsOf("two", "one"));

    await secret.read();
    const atOnce = await secret.readAnew();
    secret.pass(10);
    const later = await Promise.all([secret.readAnew(), secret.readAnew()]);
    for (let forged = 0; forged < 1000; forged += 1) await secret.readAnew();

    expect(atOnce).toEqual(versionsOf("one"));
    expect(later).toEqual([versionsOf("two", "one"), versionsOf("two", "one")]);
    expect(secret.calls()).toBe(2);
  });

  test("goes on counting while it cannot be read again, which is told", async () => {
    const outage = new Error("no answer");
    const secret = keep(versionsOf("one"), outage, versionsOf("two"));

    await secret.read();
    secret.pass(300);
    const during = [await secret.read(), await secret.read()];
    secret.pass(10);

    expect(during).toEqual([versionsOf("one"), versionsOf("one")]);
    expect(await secret.read()).toEqual(versionsOf("two"));
    expect({ failures: secret.failures, calls: secret.calls() }).toEqual({ failures: [outage], calls: 3 });
  });

  test("that was never read throws, and is asked for again after a second, not at each call", async () => {
    const outage = new Error("no answer");
    const secret = keep(outage, versionsOf("one"));

    await expect(secret.read()).rejects.toBe(outage);
    await expect(secret.read()).rejects.toBe(outage);
    await expect(secret.readAnew()).rejects.toBe(outage);
    expect(secret.calls()).toBe(1);
    secret.pass(1);

    expect(await secret.read()).toEqual(versionsOf("one"));
    expect(secret.failures).toEqual([]);
  });

  test("that has no value yet is looked for again within a minute", async () => {
    const secret = keep(undefined, versionsOf("one"));

    const before = [await secret.read(), await secret.read()];
    secret.pass(60);

    expect(before).toEqual([undefined, undefined]);
    expect(await secret.read()).toEqual(versionsOf("one"));
  });
});
