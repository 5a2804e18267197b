import { describe, expect, test } from "vitest";
import { planDeliveries } from "../../../src/app/announce/plan-deliveries.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { remind } from "../../../src/core/transitions/remind.ts";
import {
  accepted,
  approval,
  askedAt,
  askedFor,
  ben,
  cleo,
  dora,
  hoursLater,
  last,
} from "../../core/sample-requests.ts";

const timed = {
  approvals: 2,
  approvers: [ben.id, cleo.id],
  reminders: { afterSeconds: 3600, backOff: 1, atMost: 5 },
  escalation: [{ afterSeconds: 7200, groups: ["leads"], approvers: [dora.id] }],
};

const asked = [accepted(create(askedFor(timed), askedAt))];

function then(changes: readonly Change[], transition: typeof escalate, hours: number): readonly Change[] {
  return [...changes, accepted(transition(last(changes).request, hoursLater(hours)))];
}

function noticesAfter(changes: readonly Change[], channels: readonly string[] = ["C0PROD"]) {
  const { request } = last(changes);
  const announced = { request, events: changes.map(({ event }) => event), deliveries: [] };
  return planDeliveries(announced, "slack", { channels, people: [] }, hoursLater(5)).flatMap(
    ({ delivery, ...step }) =>
      step.kind === "post" && step.post.kind === "notice" && delivery.place.includes("#call#")
        ? [{ place: delivery.place, to: step.post.to, text: step.post.line.text }]
        : [],
  );
}

describe("people are called in person", () => {
  test("when a reminder is due: those who have not decided, the last one only", () => {
    const approved = then(asked, (request, now) => decide(request, approval(ben), now), 0.5);
    const twice = then(then(approved, remind, 1), remind, 2);

    expect(noticesAfter(twice)).toEqual([
      {
        place: "slack#cleo@acme.example#call#000004",
        to: cleo.id,
        text: "Still waiting for you: Snapshot orders-prod (req-0123456789), 3 days left. `status req-0123456789` shows it.",
      },
    ]);
  });

  test("when an escalation lets them decide", () => {
    const notices = noticesAfter(then(asked, escalate, 2));

    expect(notices.map(({ to }) => to)).toEqual([dora.id]);
    expect(notices[0]?.text).toMatch(/^Snapshot orders-prod .* so you may now, too: 3 days left\./);
  });

  test("not any more once it is decided, and not where no channel of the chat has it", () => {
    const reminded = then(asked, remind, 1);
    const rejected = then(
      reminded,
      (request, now) => decide(request, approval(ben, { kind: "reject", comment: "no" }), now),
      2,
    );

    expect(noticesAfter(rejected)).toEqual([]);
    expect(noticesAfter(reminded, [])).toEqual([]);
  });
});
