import { describe, expect, test } from "vitest";
import { type AuditEvent, chainStart, findBrokenLink, linkEvent } from "../../src/core/audit-event.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { anna, askedAt, changesTo, hoursLater } from "./sample-requests.ts";

const chain = changesTo.executed().map(({ event }) => event);
const otherId = requestIdSchema.parse("req-zzzzzzzzzz");

function withEvent(index: number, changes: Partial<AuditEvent>): readonly AuditEvent[] {
  return chain.map((event, at) => (at === index ? { ...event, ...changes } : event));
}

describe("linkEvent", () => {
  test("numbers the event after the chain's end and names that end by its hash", () => {
    const { sequence, previousHash, hash, ...unlinked } = chain[0] as AuditEvent;

    const first = linkEvent(unlinked, chainStart);
    const later = linkEvent(unlinked, { sequence: 7, hash: "f".repeat(64) });

    expect(first).toStrictEqual({ ...unlinked, sequence, previousHash, hash });
    expect(first).toMatchObject({ sequence: 1, previousHash: "0".repeat(64) });
    expect(later).toMatchObject({ sequence: 8, previousHash: "f".repeat(64) });
  });

  test("hashes what another tool can compute again from the event's public names", () => {
    const event = linkEvent(
      {
        requestId: requestIdSchema.parse("req-0123456789"),
        tenant: "acme",
        at: askedAt,
        actor: anna.id,
        kind: "cancelled",
        status: "cancelled",
        details: { surface: "slack" },
      },
      chainStart,
    );

    // printf %s '{"actor":"anna@acme.example","at":"2026-03-02T10:00:00.000Z", … ,"tenant":"acme"}' | sha256sum
    expect(event.hash).toBe("ce7d763090bc3fca73005f49e9fd22d0abd448b4c90a2df6d353cb644db6d1f6");
  });
});

describe("findBrokenLink", () => {
  test("finds nothing in a whole chain, in its beginning, or in none", () => {
    expect(findBrokenLink(chain)).toBeUndefined();
    expect(findBrokenLink(chain.slice(0, 2))).toBeUndefined();
    expect(findBrokenLink([])).toBeUndefined();
  });

  test.each([
    { what: "an event is left out", events: chain.toSpliced(1, 1), broken: { sequence: 3, reason: "gap" } },
    { what: "the first is left out", events: chain.slice(1), broken: { sequence: 2, reason: "gap" } },
    {
      what: "an event is there twice",
      events: chain.toSpliced(1, 0, ...chain.slice(0, 1)),
      broken: { sequence: 1, reason: "gap" },
    },
    {
      what: "two are swapped",
      events: [...chain.slice(0, 1), ...chain.slice(1, 3).reverse()],
      broken: { sequence: 3, reason: "gap" },
    },
    {
      what: "one belongs to another request",
      events: withEvent(1, { requestId: otherId }),
      broken: { sequence: 2, reason: "foreign-request" },
    },
    {
      what: "the hash before is another",
      events: withEvent(1, { previousHash: "f".repeat(64) }),
      broken: { sequence: 2, reason: "wrong-previous-hash" },
    },
    {
      what: "the time is another",
      events: withEvent(1, { at: hoursLater(99) }),
      broken: { sequence: 2, reason: "wrong-hash" },
    },
    {
      what: "the last hash is another",
      events: withEvent(chain.length - 1, { hash: "f".repeat(64) }),
      broken: { sequence: chain.length, reason: "wrong-hash" },
    },
  ])("tells where it breaks when $what", ({ events, broken }) => {
    expect(findBrokenLink(events)).toStrictEqual(broken);
  });

  test("finds an event whose hash was made again after a change at the one that follows", () => {
    const { sequence, previousHash, hash, ...unlinked } = chain[1] as AuditEvent;
    const forged = linkEvent(
      { ...unlinked, at: hoursLater(99) },
      { sequence: sequence - 1, hash: previousHash },
    );

    const broken = findBrokenLink(chain.toSpliced(1, 1, forged));

    expect(forged.hash).not.toBe(hash);
    expect(broken).toStrictEqual({ sequence: 3, reason: "wrong-previous-hash" });
  });
});
