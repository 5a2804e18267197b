import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/core/intent.ts";
import { create, longestText } from "../../../src/core/transitions/create.ts";
import {
  accepted,
  anna,
  askedAt,
  askedFor,
  ben,
  costOf,
  expiresAt,
  snapshotIntent,
} from "../sample-requests.ts";

describe("create", () => {
  test("makes a pending request at version 1 with the digest of its intent", () => {
    const { request } = accepted(create(askedFor(), askedAt));

    expect(request).toMatchObject({
      status: "pending",
      version: 1,
      digest: digestOf(snapshotIntent),
      requestedAt: askedAt,
      decisions: [],
      notedRefusals: [],
      statusHistory: [{ status: "pending", at: askedAt, by: anna.id }],
    });
  });

  test("tells in its event everything that was asked for and who has to agree", () => {
    const { event, request } = accepted(create(askedFor(), askedAt));

    expect(event).toMatchObject({
      kind: "created",
      sequence: 1,
      actor: anna.id,
      status: "pending",
      tenant: "acme",
    });
    expect(event.details).toStrictEqual({
      intent: snapshotIntent,
      digest: request.digest,
      surface: "slack",
      justification: "The migration starts at ten.",
      environment: "production",
      environment_source: "tag Environment=production",
      risk_level: "high",
      approvals_required: 2,
      approvers: request.requirement.approvers,
      policy_rules: ["production"],
      policy_version: "policy-hash",
      expires_at: expiresAt.toISOString(),
    });
  });

  test("tells what it would cost, which is no part of the digest", () => {
    const free = accepted(create(askedFor(), askedAt));

    const { event, request } = accepted(create(askedFor({}, { estimatedCost: costOf(182.5) }), askedAt));

    expect(event.details.estimated_cost).toMatchObject({ kind: "change", monthly_change: 182.5 });
    expect(request).toMatchObject({ estimatedCost: costOf(182.5), digest: free.request.digest });
  });

  test("is approved at birth, by the policy and not by the requester, when no approval is needed", () => {
    const { request, event } = accepted(create(askedFor({ approvals: 0 }), askedAt));

    expect(request.status).toBe("approved");
    expect(request.statusHistory).toStrictEqual([
      { status: "pending", at: askedAt, by: anna.id },
      { status: "approved", at: askedAt, by: "system:policy" },
    ]);
    expect(event).toMatchObject({ kind: "created", status: "approved", sequence: 1 });
  });

  test("needs a justification that is more than blanks", () => {
    const result = create(askedFor({}, { justification: " \n\t" }), askedAt);

    expect(result).toStrictEqual({ ok: false, error: { kind: "justification-required" } });
  });

  test("trims the justification before it measures it", () => {
    const justification = ` ${"x".repeat(longestText)} `;

    const { request } = accepted(create(askedFor({}, { justification }), askedAt));

    expect(request.justification).toHaveLength(longestText);
  });

  test("refuses a justification over the limit", () => {
    const result = create(askedFor({}, { justification: "x".repeat(longestText + 1) }), askedAt);

    const error = { kind: "text-too-long", field: "justification", limit: longestText };
    expect(result).toStrictEqual({ ok: false, error });
  });

  test("takes a justification with half a surrogate pair, made well-formed", () => {
    const { request } = accepted(create(askedFor({}, { justification: "cut \ud83d" }), askedAt));

    expect(request.justification).toBe("cut \ufffd");
  });

  test.each([
    { who: "the requester among the approvers", approvers: [anna.id, ben.id], eligible: 1 },
    { who: "an approver named twice", approvers: [ben.id, ben.id], eligible: 1 },
    { who: "nobody", approvers: [], eligible: 0 },
  ])("does not count $who when it looks whether enough people can approve", ({ approvers, eligible }) => {
    const result = create(askedFor({ approvers }), askedAt);

    const error = { kind: "nobody-can-approve", needed: 2, eligible, groups: ["dba-leads"] };
    expect(result).toStrictEqual({ ok: false, error });
  });
});
