import { describe, expect, test } from "vitest";
import {
  checkToken,
  findTokenEnd,
  hashOfToken,
  isTokenOf,
  type LinkToken,
  mostWrongTries,
  rawTokenSchema,
} from "../../../src/core/links/link-token.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { DecisionCommand } from "../../../src/core/transitions/decide.ts";
import { decide } from "../../../src/core/transitions/decide.ts";
import {
  anna,
  askedAt,
  ben,
  cleo,
  expiresAt,
  hoursLater,
  otherDigest,
  otto,
  pending,
} from "../sample-requests.ts";

const raw = rawTokenSchema.parse("A".repeat(43));
const now = hoursLater(1);

function tokenFor(changes: Partial<LinkToken> = {}): LinkToken {
  const { id: requestId, digest } = pending();
  const hash = hashOfToken(raw);
  return {
    requestId,
    hash,
    recipient: ben.id,
    digest,
    issuedAt: askedAt,
    expiresAt,
    wrongTries: 0,
    ...changes,
  };
}

function decided(changes: Partial<DecisionCommand>): ApprovalRequest {
  const request = pending();
  const command = {
    kind: "approve",
    by: ben,
    surface: "slack",
    comment: "why",
    digest: request.digest,
  } as const;
  const outcome = decide(request, { ...command, ...changes }, now);
  if (!outcome.ok) throw new Error(outcome.error.kind);
  return outcome.value.request;
}

describe("a raw token", () => {
  test.each([
    ["too short", "A".repeat(42)],
    ["too long", "A".repeat(44)],
    ["padded", `${"A".repeat(43)}=`],
    ["of another alphabet", `${"A".repeat(42)}+`],
    ["followed by a line", `${"A".repeat(43)}\n`],
    ["empty", ""],
  ])("is none when it is %s", (_what, text) => {
    expect(rawTokenSchema.safeParse(text).success).toBe(false);
  });

  test("belongs to the stored one with its hash, and another spelling of the same bits does not", () => {
    const respelled = rawTokenSchema.parse(`${"A".repeat(42)}B`);

    const sameBits = Buffer.from(respelled, "base64url").equals(Buffer.from(raw, "base64url"));

    expect(sameBits).toBe(true);
    expect(isTokenOf(tokenFor(), raw)).toBe(true);
    expect(isTokenOf(tokenFor(), respelled)).toBe(false);
    expect(isTokenOf(tokenFor({ hash: "" }), raw)).toBe(false);
  });
});

describe("checkToken", () => {
  test("finds the open request where its recipient can decide what they were shown", () => {
    expect(checkToken(tokenFor(), pending(), now)).toEqual({ ok: true, value: pending() });
  });

  test.each<[string, Partial<LinkToken>, ApprovalRequest, string]>([
    ["the recipient has decided in chat", {}, decided({ by: ben }), "already-decided"],
    ["somebody has rejected", {}, decided({ by: cleo, kind: "reject" }), "already-resolved"],
    ["the request drifted", { digest: otherDigest }, pending(), "outdated-link"],
    [
      "it was used before a drift there and back",
      { end: { kind: "used", at: now } },
      pending(),
      "outdated-link",
    ],
    ["it was revoked", { end: { kind: "revoked", at: now } }, pending(), "outdated-link"],
    ["its time is over, and the request's is not", { expiresAt: now }, pending(), "outdated-link"],
    ["its recipient is the requester", { recipient: anna.id }, pending(), "self-approval"],
    ["its recipient is no approver", { recipient: otto.id }, pending(), "not-an-approver"],
    ["it is locked", { wrongTries: mostWrongTries }, pending(), "locked-link"],
  ])("refuses when %s", (_what, changes, request, kind) => {
    expect(checkToken(tokenFor(changes), request, now)).toMatchObject({ ok: false, error: { kind } });
  });

  test("refuses when the request's time is over", () => {
    expect(checkToken(tokenFor(), pending(), expiresAt)).toMatchObject({ error: { kind: "expired" } });
  });

  test("one approval of two leaves the others' tokens good", () => {
    expect(checkToken(tokenFor({ recipient: cleo.id }), decided({ by: ben }), now).ok).toBe(true);
  });
});

describe("findTokenEnd", () => {
  const used = { kind: "used", at: now };
  const revoked = { kind: "revoked", at: hoursLater(2) };

  test.each<[string, Partial<LinkToken>, ApprovalRequest, object | undefined]>([
    ["nothing of a good one", {}, pending(), undefined],
    ["nothing of a locked one", { wrongTries: mostWrongTries }, pending(), undefined],
    ["that the decider's is used", {}, decided({ by: ben }), used],
    [
      "that the decider's is used, also by what ended the request",
      {},
      decided({ by: ben, kind: "reject" }),
      used,
    ],
    [
      "nothing of the others' while the request is open",
      { recipient: cleo.id },
      decided({ by: ben }),
      undefined,
    ],
    [
      "that the others' are revoked by the end",
      { recipient: cleo.id },
      decided({ by: ben, kind: "reject" }),
      revoked,
    ],
    ["that those of another digest are revoked", { digest: otherDigest }, pending(), revoked],
    [
      "nothing where the end is noted already",
      { end: { kind: "used", at: now } },
      decided({ by: ben }),
      undefined,
    ],
  ])("tells %s", (_what, changes, request, end) => {
    expect(findTokenEnd(tokenFor(changes), request, hoursLater(2))).toEqual(end);
  });
});
