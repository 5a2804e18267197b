import { expect, test } from "vitest";
import { requestAnswerSchema, toRequestAnswer } from "../../../src/adapters/http/request-answer.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { review } from "../../../src/core/transitions/review.ts";
import { claim, complete } from "../../../src/core/transitions/run.ts";
import { payloadOf } from "../../../src/core/webhook/payload.ts";
import {
  accepted,
  approval,
  askedAt,
  askedFor,
  ben,
  cleo,
  dora,
  hoursLater,
  otto,
  pending,
  runTimes,
} from "../sample-requests.ts";

test("programs read for whom somebody decided, and what the approval is limited to", () => {
  const away = {
    id: "delegation-1",
    of: ben,
    to: otto,
    from: askedAt,
    until: hoursLater(9),
    untilText: "Tue",
  };
  const command = approval(otto, { limits: { notBefore: hoursLater(5) } });
  const { request, event } = accepted(decide({ ...pending(), delegations: [away] }, command, hoursLater(1)));

  const told = { on_behalf_of: ben.id, limits: { not_before: hoursLater(5).toISOString() } };
  const answer = toRequestAnswer(request);
  expect(requestAnswerSchema.parse(answer).decisions).toMatchObject([told]);
  expect(payloadOf(request, [event], event.sequence)).toMatchObject({ request: { decisions: [told] } });
});

test("programs read that it was an emergency, and who has reviewed it", () => {
  const breakGlass = {
    approvalsSkipped: 2,
    reviewers: [ben.id, cleo.id],
    escalateTo: [dora.id],
    reviewWithinSeconds: 86_400,
    ignoresFreezes: true,
  };
  const born = accepted(create(askedFor({ approvals: 0, breakGlass }, { incident: "INC-123" }), askedAt));
  const running = accepted(claim(born.request, runTimes, askedAt)).request;
  const ended = accepted(complete(running, [], hoursLater(1)));
  const verdict = { verdict: "confirm", by: ben, surface: "slack", comment: "" } as const;
  const { request } = accepted(review(ended.request, verdict, hoursLater(2)));

  const told = {
    incident: "INC-123",
    approvals_skipped: 2,
    reviews_required: 2,
    reviews: [{ verdict: "confirm", by: ben.id }],
    review_due_at: hoursLater(25).toISOString(),
  };
  expect(requestAnswerSchema.parse(toRequestAnswer(request)).break_glass).toMatchObject(told);
  expect(payloadOf(request, [ended.event], ended.event.sequence)).toMatchObject({
    request: { break_glass: told },
  });
});
