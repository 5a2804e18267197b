import { describe, expect, test } from "vitest";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { callsOf } from "../../../src/core/asking-lines.ts";
import { cardOf } from "../../../src/core/card.ts";
import type { Delegation } from "../../../src/core/delegation/delegation.ts";
import { requesterNoticeOf } from "../../../src/core/personal-notice.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import { noteDelegation } from "../../../src/core/transitions/note-delegation.ts";
import {
  accepted,
  anna,
  approval,
  ben,
  dora,
  hoursLater,
  otto,
  pending,
  requestIn,
} from "../sample-requests.ts";

const away: Delegation = {
  id: "delegation-7",
  of: ben,
  to: otto,
  from: hoursLater(1),
  until: hoursLater(24),
  untilText: "Tue 3 Mar",
};

describe("an open request is told who decides for whom", () => {
  test("when it begins, once: in the thread, on the card, and the stand-in in person", () => {
    const { request, event } = accepted(noteDelegation(pending(), away, hoursLater(2)));
    const read = { ...request, delegations: [away] };

    expect(event).toMatchObject({ kind: "delegated", actor: ben.id, details: { of: ben.id, to: otto.id } });
    expect(noteDelegation(request, away, hoursLater(3))).toMatchObject({ error: { kind: "no-delegation" } });
    expect(threadLineOf(event)?.text).toBe("Otto decides for Ben until Tue 3 Mar.");
    expect(cardOf(read, hoursLater(2)).facts).toContainEqual({
      label: "Stand-in",
      value: "Otto decides for Ben until Tue 3 Mar",
    });
    expect(callsOf(read, [event], hoursLater(2))).toMatchObject([
      {
        to: otto.id,
        line: { text: expect.stringContaining("You decide for Ben until Tue 3 Mar, and this waits: ") },
      },
    ]);
  });

  test("when it ends, once", () => {
    const { request, event } = accepted(noteDelegation(pending(), away, hoursLater(24)));

    expect(event.kind).toBe("delegation-ended");
    expect(threadLineOf(event)?.text).toBe("Otto does not decide for Ben any more.");
    expect(noteDelegation(request, away, hoursLater(25)).ok).toBe(false);
  });

  test.each([
    ["it has not begun", pending(), away, hoursLater(0.5)],
    ["it was so when it was asked for", pending(), { ...away, from: hoursLater(-1) }, hoursLater(2)],
    [
      "it was over before it was asked for",
      pending(),
      { ...away, until: hoursLater(-1), from: hoursLater(-2) },
      hoursLater(2),
    ],
    ["it is of somebody who may not decide", pending(), { ...away, of: dora }, hoursLater(2)],
    ["it is of the requester", pending(), { ...away, of: anna }, hoursLater(2)],
    ["it would be the requester who decides", pending(), { ...away, to: anna }, hoursLater(2)],
    [
      "it has been told too much of it",
      { ...pending(), notedDelegations: Array(100).fill("x") },
      away,
      hoursLater(2),
    ],
  ])("not where %s", (_what, request, delegation, now) => {
    expect(noteDelegation(request, delegation, now)).toStrictEqual({
      ok: false,
      error: { kind: "no-delegation" },
    });
  });

  test("not once it is decided", () => {
    expect(noteDelegation(requestIn("approved"), away, hoursLater(3))).toMatchObject({
      error: { kind: "already-resolved" },
    });
    expect(cardOf({ ...requestIn("approved"), delegations: [away] }, hoursLater(3)).facts).not.toContainEqual(
      expect.objectContaining({ label: "Stand-in" }),
    );
  });
});

test("the requester is told for whom somebody has decided", () => {
  const { request, event } = accepted(
    decide({ ...pending(), delegations: [away] }, approval(otto), hoursLater(2)),
  );

  expect(requesterNoticeOf(event, request)?.text).toContain(
    "Otto approved Snapshot orders-prod (req-0123456789) for Ben, 1 of 2",
  );
});
