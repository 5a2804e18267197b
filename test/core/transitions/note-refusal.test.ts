import { describe, expect, test } from "vitest";
import type { Refusal } from "../../../src/core/refusal.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { mostNotedRefusals, noteRefusal } from "../../../src/core/transitions/note-refusal.ts";
import { anna, hoursLater, otto, pending, person, requestIn } from "../sample-requests.ts";

const now = hoursLater(1);
const notAnApprover: Refusal = { kind: "not-an-approver", groups: ["dba-leads"] };

function attempt(refusal: Refusal, by = otto) {
  return { refusal, by, surface: "slack", attempt: "approve" } as const;
}

describe("noteRefusal", () => {
  test("writes the attempt into the audit chain and leaves the status as it was", () => {
    const noted = noteRefusal(pending(), attempt(notAnApprover), now);

    expect(noted?.request).toMatchObject({
      status: "pending",
      version: 2,
      notedRefusals: [{ by: otto.id, kind: "not-an-approver" }],
    });
    expect(noted?.event).toMatchObject({
      kind: "refused",
      actor: otto.id,
      details: { refusal: "not-an-approver", attempt: "approve", surface: "slack" },
    });
  });

  test("notes the same person's same attempt once", () => {
    const noted = noteRefusal(pending(), attempt(notAnApprover), now)?.request ?? pending();

    expect(noteRefusal(noted, attempt(notAnApprover), now)).toBeUndefined();
  });

  test("notes another kind and another person beside it", () => {
    const noted = noteRefusal(pending(), attempt(notAnApprover), now)?.request ?? pending();

    const otherKind = noteRefusal(
      noted,
      attempt({ kind: "not-yours-to-cancel", requester: anna.id, isDecided: false }),
      now,
    );
    const otherPerson = noteRefusal(noted, attempt({ kind: "self-approval" }, anna), now);

    expect(otherKind?.request.notedRefusals).toHaveLength(2);
    expect(otherPerson?.request.notedRefusals).toHaveLength(2);
  });

  test("notes nothing of a refusal that does not matter to an auditor", () => {
    expect(noteRefusal(pending(), attempt({ kind: "reason-required" }), now)).toBeUndefined();
  });

  test("notes an attempt on a request that is over without changing how it ended", () => {
    const executed = requestIn("executed");

    const noted = noteRefusal(
      executed,
      attempt({ kind: "not-yours-to-cancel", requester: anna.id, isDecided: false }),
      now,
    );

    expect(noted?.request.status).toBe("executed");
    expect(noted?.request.statusHistory).toBe(executed.statusHistory);
  });

  test("stops at a bound, so that nobody can make a request grow without end", () => {
    let request: ApprovalRequest = pending();
    for (let index = 0; index < mostNotedRefusals; index += 1) {
      const outsider = person(`outsider${index}@acme.example`, "Outsider");
      request = noteRefusal(request, attempt(notAnApprover, outsider), now)?.request ?? request;
    }

    expect(request.notedRefusals).toHaveLength(mostNotedRefusals);
    expect(noteRefusal(request, attempt(notAnApprover), now)).toBeUndefined();
  });
});
