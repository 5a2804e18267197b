import { describe, expect, test } from "vitest";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { partIdOf } from "../../../src/core/bulk/part-id.ts";
import { partLinesOf } from "../../../src/core/bulk/part-lines.ts";
import { cardOf } from "../../../src/core/card.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { PartEnd } from "../../../src/core/run.ts";
import { createPart } from "../../../src/core/transitions/create-part.ts";
import { endBulk, endPart, startParts } from "../../../src/core/transitions/run-parts.ts";
import { withdrawPart } from "../../../src/core/transitions/withdraw-part.ts";
import { bulkIntent, bulkRequest, claimedBulk } from "../bulk/sample-bulk.ts";
import { accepted, askedAt, costOf, hoursLater, requestIn } from "../sample-requests.ts";

const now = hoursLater(1);
const done = { result: "available", durationSeconds: 41, guidance: "" } as const;
const failed = { result: "failed", durationSeconds: 5, guidance: "RDS was busy." } as const;

function started(request: ApprovalRequest) {
  return accepted(startParts(request, now)).request;
}

function ended(request: ApprovalRequest, index: number, end: Omit<PartEnd, "at">) {
  return accepted(endPart(request, { index, ...end }, now)).request;
}

/** Five instances: one done, one failed, one running. */
function underWay() {
  const first = ended(ended(started(claimedBulk(bulkIntent(5))), 0, done), 1, failed);
  return accepted(startParts(first, now)).request;
}

describe("the instances of a bulk request", () => {
  test("start as many as may run at once, and each further one when one has ended", () => {
    const first = accepted(startParts(claimedBulk(bulkIntent(5)), now));
    const next = accepted(startParts(ended(first.request, 1, done), now));

    expect(first.event).toMatchObject({
      kind: "parts-started",
      details: { first: 0, instances: ["dev-1", "dev-2"] },
    });
    expect(startParts(first.request, now).ok).toBe(false);
    expect(next.event.details).toEqual({ first: 2, instances: ["dev-3"] });
  });

  test("end once each, and only after their start", () => {
    const one = ended(started(claimedBulk(bulkIntent(3))), 0, done);

    expect(endPart(one, { index: 0, ...failed }, now).ok).toBe(false);
    expect(endPart(one, { index: 2, ...done }, now).ok).toBe(false);
    expect(endBulk(one, now).ok).toBe(false);
  });

  test("that are all done end it well", () => {
    const all = ended(ended(started(claimedBulk(bulkIntent(2))), 0, done), 1, done);

    const { request } = accepted(endBulk(all, now));

    expect(request).toMatchObject({
      status: "executed",
      outcome: { result: "available", facts: [{ label: "Done", value: "2 of 2" }], guidance: "" },
    });
  });

  test("of which some are not done end it as failed, with each of those by name", () => {
    const three = started(claimedBulk(bulkIntent(3, { parallelism: 3 })));
    const late = { result: "timeout", durationSeconds: 300, guidance: "Look at it." } as const;
    const all = ended(ended(ended(three, 0, failed), 1, done), 2, late);

    const { request } = accepted(endBulk(all, now));

    expect(request).toMatchObject({
      status: "failed",
      outcome: {
        result: "failed",
        facts: [
          { label: "Done", value: "1 of 3" },
          { label: "dev-1", value: "failed: RDS was busy." },
          { label: "dev-3", value: "timed out after 5 min: Look at it." },
        ],
        guidance:
          "2 instances are not done, the others are. Look at what is said of each; then ask again for dev-1,dev-3",
      },
    });
    expect(cardOf(request, now).state.text).toBe("Failed after 60 min · 1 of 3 done, 2 failed");
  });

  test("are nothing of a request for one instance", () => {
    const executing = requestIn("executing");

    for (const transition of [startParts, endBulk]) expect(transition(executing, now).ok).toBe(false);
    expect(endPart(executing, { index: 0, ...done }, now).ok).toBe(false);
    expect(partLinesOf(executing)).toEqual([]);
  });

  test("tell together what they have changed of the monthly bill, beside the estimate", () => {
    const request = { ...claimedBulk(bulkIntent(2)), estimatedCost: costOf(30) };
    const actual = (change: number) => ({ change: costOf(change), waitsForMaintenance: false });
    const first = ended(started(request), 0, { ...done, actualCost: actual(10.5) });
    const both = ended(first, 1, { ...done, actualCost: actual(20) });

    const { request: whole, event } = accepted(endBulk(both, now));

    expect(whole.actualCost).toEqual(actual(30.5));
    expect(threadLineOf(event)?.text).toContain("Cost: +$30.50 a month (estimated +$30.00;");
  });

  test("of one name in two accounts are told apart wherever they are named", () => {
    const { parts, ...intent } = bulkIntent(2, { parallelism: 1 });
    const twins = parts.map((part, index) => ({
      ...part,
      instance: { ...part.instance, id: "dev-1", account: index === 0 ? "111111111111" : "222222222222" },
    }));
    const [one, other] = ["dev-1.eu-central-1.111111111111", "dev-1.eu-central-1.222222222222"];
    const begun = accepted(startParts(claimedBulk({ ...intent, parts: twins }), now));
    const ended = accepted(endPart(begun.request, { index: 0, ...done, result: "failed" }, now));
    const next = accepted(startParts(ended.request, now));
    const both = accepted(endPart(next.request, { index: 1, ...done }, now));

    const { request } = accepted(endBulk(both.request, now));

    expect(
      [begun, ended, next].map(({ event: { details } }) => details.instance ?? details.instances),
    ).toEqual([[one], one, [other]]);
    expect(request).toMatchObject({ outcome: { guidance: expect.stringMatching(`ask again for ${one}$`) } });
  });

  test("are told on the card and, one by one, to who asks", () => {
    const request = underWay();

    expect(cardOf(request, now).state.text).toBe("Running · 1 of 5 done, 1 failed");
    expect(partLinesOf(request)).toEqual([
      `dev-1 · done after 41 s · ${partIdOf(request.id, 0)}`,
      `dev-2 · failed: RDS was busy. · ${partIdOf(request.id, 1)}`,
      `dev-3 · running · ${partIdOf(request.id, 2)}`,
      `dev-4 · running · ${partIdOf(request.id, 3)}`,
      "dev-5 · waits for its turn",
    ]);
  });

  test("are shown before the run as what the approval rests on", () => {
    const { parts, ...intent } = bulkIntent(2);
    const [one, other] = parts;
    const pending = { pending: { class: "db.r6g.large" }, pending_parameters: true };
    const request = bulkRequest({
      ...intent,
      parts: [...(one ? [{ ...one, state: { ...one.state, ...pending } }] : []), ...(other ? [other] : [])],
    });

    expect(partLinesOf(request)).toEqual([
      "dev-1 · db.t4g.medium · version 16.4 · pending: class db.r6g.large · parameters wait for a restart",
      "dev-2 · db.t4g.medium · version 16.4",
    ]);
  });
});

describe("the request of one of them", () => {
  test("is approved at birth with the part's digest, and is the same however often it is made", () => {
    const bulk = started(claimedBulk(bulkIntent(3)));

    const part = createPart(bulk, 1, now)?.request;

    expect(part).toMatchObject({
      id: partIdOf(bulk.id, 1),
      partOf: bulk.id,
      status: "approved",
      version: 1,
      slackChannels: [],
      description: { title: "Reboot dev-2" },
    });
    expect(part?.digest).toBe(part && digestOf(part.intent));
    expect(part && "run" in part).toBe(false);
    expect(createPart(bulk, 1, now)).toEqual(createPart(bulk, 1, now));
    expect(new Set([0, 1, 2].map((index) => partIdOf(bulk.id, index))).size).toBe(3);
  });

  test("is not made of what was not approved", () => {
    const bulk = started(claimedBulk(bulkIntent(3)));

    expect(createPart(bulk, 3, now)).toBeUndefined();
    expect(createPart({ ...bulk, intent: bulkIntent(4) }, 1, now)).toBeUndefined();
    expect(createPart({ ...bulk, intent: requestIn("approved").intent }, 0, now)).toBeUndefined();
  });

  test("shows what it is part of and no buttons, and is withdrawn only before it starts", () => {
    const part = createPart(started(claimedBulk(bulkIntent(2))), 0, askedAt)?.request;
    if (!part) throw new Error("there is no part");

    const withdrawn = accepted(withdrawPart(part, now)).request;

    expect(cardOf(part, now)).toMatchObject({ actions: [] });
    expect(cardOf(part, now).facts).toContainEqual({ label: "Part of", value: part.partOf });
    expect(cardOf(withdrawn, now).state.text).toBe("Not started in time");
    expect(withdrawPart(withdrawn, now).ok).toBe(false);
    expect(withdrawPart(requestIn("approved"), now).ok).toBe(false);
  });
});
