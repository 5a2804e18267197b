import fc from "fast-check";
import { expect, test } from "vitest";
import { type AuditEvent, eventKinds, findBrokenLink } from "../../src/core/audit-event.ts";
import { personIdSchema } from "../../src/core/person.ts";
import { requestIdSchema, statuses } from "../../src/core/request.ts";
import { beginnings, steps } from "./commands.ts";
import { play } from "./play.ts";

const chains = fc.tuple(beginnings, steps).map(([beginning, sequence]) => play(beginning, sequence));

/** Every field, each with other values than the event has. */
function tamperings(event: AuditEvent): readonly Partial<AuditEvent>[] {
  return [
    { requestId: requestIdSchema.parse("req-zzzzzzzzzz") },
    { tenant: `${event.tenant}x` },
    { sequence: event.sequence + 1 },
    { sequence: event.sequence - 1 },
    { at: new Date(event.at.getTime() + 1) },
    { actor: personIdSchema.parse("mallory@acme.example") },
    ...eventKinds.filter((kind) => kind !== event.kind).map((kind) => ({ kind })),
    ...statuses.filter((status) => status !== event.status).map((status) => ({ status })),
    { details: { ...event.details, added: true } },
    ...Object.keys(event.details).map((left) => ({
      details: Object.fromEntries(Object.entries(event.details).filter(([key]) => key !== left)),
    })),
    ...Object.keys(event.details).map((key) => ({ details: { ...event.details, [key]: "altered" } })),
    { previousHash: otherHash(event.previousHash) },
    { hash: otherHash(event.hash) },
  ].filter((tampering) => JSON.stringify({ ...event, ...tampering }) !== JSON.stringify(event));
}

function otherHash(hash: string): string {
  return `${hash.startsWith("0") ? "1" : "0"}${hash.slice(1)}`;
}

test("tampering with any one field of any event is found", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(chains, ({ events }) => {
      for (const [index, event] of events.entries()) {
        for (const tampering of tamperings(event)) {
          const tampered = events.with(index, { ...event, ...tampering });
          if (!findBrokenLink(tampered)) throw new Error(`unseen: ${JSON.stringify(tampering)} in ${index}`);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("leaving out, doubling or swapping events is found", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(chains, ({ events, request }) => {
      for (const [index, event] of events.entries()) {
        const isLast = index === events.length - 1;
        const without = events.toSpliced(index, 1);
        if (isLast) expect(without.at(-1)?.hash).not.toBe(request.chainEnd.hash);
        else expect(findBrokenLink(without)).toBeDefined();
        expect(findBrokenLink(events.toSpliced(index, 0, event))).toBeDefined();
        const next = events[index + 1];
        if (next) expect(findBrokenLink(events.toSpliced(index, 2, next, event))).toBeDefined();
      }
    }),
    { numRuns: 200 },
  );
});

test("events of two requests do not make one chain", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(chains, ({ events }) => {
      const foreign = requestIdSchema.parse("req-zzzzzzzzzz");
      const moved = events.map((event) => ({ ...event, requestId: foreign }));

      expect(findBrokenLink(moved)).toStrictEqual({ sequence: 1, reason: "wrong-hash" });
    }),
    { numRuns: 100 },
  );
});
