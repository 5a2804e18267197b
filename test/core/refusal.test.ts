import { describe, expect, test } from "vitest";
import { isNotedForAudit, type Refusal } from "../../src/core/refusal.ts";
import { refusalText } from "../../src/core/refusal-text.ts";
import { anna, ben } from "./sample-requests.ts";

const at = new Date("2026-03-02T10:30:59.000Z");

const delegation = { id: "delegation-1", of: anna, to: ben, from: at, until: at, untilText: "Fri 4 Dec" };

const wordings: { readonly [Kind in Refusal["kind"]]: readonly [Extract<Refusal, { kind: Kind }>, string] } =
  {
    "unknown-request": [
      { kind: "unknown-request", requestId: "req-1" },
      "There is no request req-1. `list` shows what waits for a decision, `list mine` what you asked for.",
    ],
    "seat-taken": [
      { kind: "seat-taken", decision: "approve", by: "Ben", isOwn: true },
      "Ben has already approved this for you. Each of you counts once.",
    ],
    "no-start-left": [
      { kind: "no-start-left", limits: "only in the window night", why: "the windows never meet" },
      "Approved so, it could never start (only in the window night; the windows never meet). Leave it more time, or reject it.",
    ],
    unlimitable: [
      { kind: "unlimitable" },
      "Only what is done to a database can be limited in time. Approve it as it is, or reject it.",
    ],
    "too-late": [{ kind: "too-late", at }, "It is too late for that: not after 2026-03-02 10:30 UTC."],
    "nothing-to-review": [
      { kind: "nothing-to-review" },
      "Only what was done in an emergency, by `break-glass`, is reviewed.",
    ],
    "self-review": [{ kind: "self-review" }, "You have done this yourself, so others have to review it."],
    "not-a-reviewer": [
      { kind: "not-a-reviewer" },
      "The policy names others to review what is done in an emergency.",
    ],
    "already-reviewed": [
      { kind: "already-reviewed", verdict: "confirm" },
      "You have already confirmed this. Each person counts once.",
    ],
    "review-complete": [{ kind: "review-complete" }, "The review of this is complete."],
    "objection-reason-required": [
      { kind: "objection-reason-required" },
      "Say what you object to: it stands in the record.",
    ],
    "no-break-glass": [
      { kind: "no-break-glass", groups: ["sre"] },
      "Only members of sre can break the glass. Ask for it in the ordinary way.",
    ],
    "no-analytics": [
      { kind: "no-analytics", groups: ["auditors", "dba"] },
      "The analytics are for members of auditors or dba.",
    ],
    "incident-required": [
      { kind: "incident-required" },
      "Name the incident: `incident=INC-123`. The reviewers look it up.",
    ],
    "unknown-template": [
      { kind: "unknown-template", template: "nightly", known: ["weekly", "monthly"] },
      '"nightly" is no template. There are: weekly, monthly.',
    ],
    "template-elsewhere": [
      { kind: "template-elsewhere", template: "nightly", environments: ["staging", "development"] },
      "The template nightly is for staging or development only.",
    ],
    "not-your-template": [
      { kind: "not-your-template", template: "nightly", groups: ["sre"] },
      "The template nightly is for members of sre only.",
    ],
    "delegation-to-self": [
      { kind: "delegation-to-self" },
      "Name somebody else: you decide for yourself anyway.",
    ],
    "already-delegated": [
      { kind: "already-delegated", delegation },
      "Ben decides for Anna until Fri 4 Dec already. `undelegate` ends that.",
    ],
    "delegation-chain": [
      { kind: "delegation-chain", delegation, isOwn: true },
      "Ben decides for Anna until Fri 4 Dec, and that cannot be passed on. `undelegate anna@acme.example` gives it back.",
    ],
    "delegation-vetoed": [
      { kind: "delegation-vetoed", groups: ["dba"] },
      "The policy wants the members of dba to decide in person, so nobody can decide for you.",
    ],
    "nothing-to-delegate": [
      { kind: "nothing-to-delegate" },
      "You are in none of the policy's groups, so there is nothing that somebody could decide for you.",
    ],
    "unfit-delegate": [
      { kind: "unfit-delegate", name: "Ben" },
      "Ben is in none of the policy's groups, so cannot decide for you. Name somebody who is, or have the policy's owner add them.",
    ],
    "unknown-colleague": [
      { kind: "unknown-colleague", typed: "@ben" },
      "@ben is nobody whom Countersign knows here. Name a full member of your company, by a mention or a mail address.",
    ],
    "too-many-delegations": [
      { kind: "too-many-delegations" },
      "There are too many delegations. Those that are over make room.",
    ],
    "no-delegation": [
      { kind: "no-delegation" },
      "There is no such delegation. `delegations` shows who decides for whom.",
    ],
    "self-approval": [
      { kind: "self-approval" },
      "You asked for this yourself, so somebody else has to approve it.",
    ],
    "not-an-approver": [
      { kind: "not-an-approver", groups: ["dba", "sre", "leads"] },
      "Only members of dba, sre or leads can decide this request.",
    ],
    "already-decided": [
      { kind: "already-decided", decision: "approve" },
      "You have already approved this request. Each person counts once.",
    ],
    "already-resolved": [
      { kind: "already-resolved", status: "approved", by: ben.id, at },
      "This request is already approved (ben@acme.example, 2026-03-02 10:30 UTC).",
    ],
    expired: [
      { kind: "expired", at },
      "This request expired 2026-03-02 10:30 UTC. Ask again if it is still needed.",
    ],
    "changed-since-seen": [
      { kind: "changed-since-seen" },
      "The request has changed since you saw it. Look at the card again, then decide.",
    ],
    "override-reason-required": [
      { kind: "override-reason-required" },
      "As an owner you decide this alone, before those who were asked. Say why: it stands in the record.",
    ],
    denied: [
      {
        kind: "denied",
        rule: "no-fridays",
        reason: "nothing is changed on Fridays",
        environment: "production",
      },
      "The policy does not allow this: nothing is changed on Fridays (rule no-fridays).",
    ],
    "reason-required": [
      { kind: "reason-required" },
      "Say why you reject it, so that the requester knows what to change.",
    ],
    "text-too-long": [
      { kind: "text-too-long", field: "comment", limit: 2000 },
      "The comment is too long: 2000 characters at most.",
    ],
    "not-yours-to-cancel": [
      { kind: "not-yours-to-cancel", requester: anna.id, isDecided: false },
      "Only anna@acme.example, who asked for it, can cancel this request. Its approvers can reject it.",
    ],
    "not-due": [{ kind: "not-due", at }, "It is too early for that: not before 2026-03-02 10:30 UTC."],
    "wrong-status": [
      { kind: "wrong-status", action: "cancelled", status: "executing" },
      "A request that is running cannot be cancelled.",
    ],
    "unknown-operation": [
      { kind: "unknown-operation", operation: "explode", known: ["snapshot", "reboot"] },
      '"explode" is not an operation. There are: snapshot, reboot.',
    ],
    "unknown-instance": [
      { kind: "unknown-instance", instanceId: "ordrs", similar: ["orders", "orders-2"] },
      'There is no instance "ordrs". Did you mean orders, orders-2? A new instance appears here within a quarter of an hour.',
    ],
    "ambiguous-instance": [
      {
        kind: "ambiguous-instance",
        instanceId: "crm",
        names: ["crm.eu-central-1.123456789012", "crm.eu-west-1.210987654321"],
      },
      'There are 2 instances named "crm". Say which one is meant, by its full name: crm.eu-central-1.123456789012 or crm.eu-west-1.210987654321.',
    ],
    "nothing-selected": [
      { kind: "nothing-selected", selection: "tag:team=x" },
      "No instance matches `tag:team=x`. Say names with commas between them, a pattern with asterisks, or a tag such as `tag:team=payments`. A new instance appears here within a quarter of an hour.",
    ],
    "too-many-instances": [
      { kind: "too-many-instances", count: 51, limit: 20, environment: "production" },
      "These are 51 instances, and one request takes 20 at most in production. Ask for fewer at a time.",
    ],
    "mixed-environments": [
      {
        kind: "mixed-environments",
        environments: [
          { name: "development", instances: ["a", "b"] },
          { name: "production", instances: ["c", "d", "e", "f", "g", "h", "i"] },
        ],
      },
      "These instances are of different environments: development (a, b), production (c, d, e, f, g and 2 more). Ask for each environment alone: who must agree goes by it.",
    ],
    "part-of-bulk": [
      { kind: "part-of-bulk", bulk: "req-1" },
      "This is one instance of req-1, approved with it: it cannot be decided or cancelled by itself.",
    ],
    "invalid-parameters": [
      {
        kind: "invalid-parameters",
        issues: [
          { parameter: "name", message: "too long" },
          { parameter: "when", message: "in the past" },
        ],
      },
      "name: too long\nwhen: in the past",
    ],
    frozen: [
      { kind: "frozen", freeze: "black-friday", until: new Date("2026-11-30T08:00:00Z"), reason: "sales" },
      "Nothing of the kind starts before Mon 30 Nov 2026 08:00 UTC, as the freeze black-friday lasts until then (sales). Ask for a time after it.",
    ],
    "start-elsewhere": [
      {
        kind: "start-elsewhere",
        windows: ["night (every day 22:00–05:00 UTC)", "weekend (sat, sun 00:00–24:00 UTC)"],
      },
      "By the policy this starts in night (every day 22:00–05:00 UTC) and weekend (sat, sun 00:00–24:00 UTC) only. Leave out when it shall start, or name a moment in there.",
    ],
    "never-starts": [
      { kind: "never-starts", why: "the windows that it has to start in never meet" },
      "This could never start: the windows that it has to start in never meet.",
    ],
    "not-revertible": [
      { kind: "not-revertible", why: "nothing undoes it" },
      "This request cannot be reverted: nothing undoes it.",
    ],
    "justification-required": [
      { kind: "justification-required" },
      "Say why it is needed: the approvers read it. For example: ... because the migration starts at ten.",
    ],
    "nobody-can-approve": [
      { kind: "nobody-can-approve", needed: 2, eligible: 1, groups: ["dba"] },
      "Nobody can approve this: it needs 2 approvals from dba, and without you only 1 person is left there. The policy's owner can change that.",
    ],
    "preflight-recent": [
      { kind: "preflight-recent", seconds: 9 },
      "The pre-flight was read, or asked for, a moment ago. You can refresh it in 9 s.",
    ],
    "unknown-person": [
      { kind: "unknown-person", why: "your profile has no e-mail address." },
      "Countersign does not know you here: your profile has no e-mail address.",
    ],
    "needs-approval": [
      {
        kind: "needs-approval",
        environment: "production",
        approvals: 2,
        groups: ["dba", "sre"],
        command: "/rds-request snapshot orders because ...",
      },
      "In production this needs 2 approvals from dba or sre, so nothing was done. Ask for it in chat: `/rds-request snapshot orders because ...`",
    ],
    "key-used": [
      { kind: "key-used", requestId: "req-1" },
      "This Idempotency-Key or correlation_id belongs to req-1, which asked for something else. Take a new one for a new request.",
    ],
    "unknown-link": [{ kind: "unknown-link" }, "This link is not valid."],
    "outdated-link": [
      { kind: "outdated-link" },
      "The request has changed since this link was sent, so it no longer counts. Take the link in the newest mail, or decide in chat.",
    ],
    "locked-link": [
      { kind: "locked-link" },
      "The name was typed wrong too often, so this link no longer counts. Decide in chat instead.",
    ],
    "stale-form": [
      { kind: "stale-form" },
      "This page was open for too long. Nothing was decided: read it again, then send it.",
    ],
    "unknown-webhook": [
      { kind: "unknown-webhook", webhookId: "wh-0123456789" },
      "There is no webhook wh-0123456789.",
    ],
    "too-many-webhooks": [
      { kind: "too-many-webhooks", limit: 20 },
      "There are 20 webhooks already, and that is the limit. Delete one that is not needed any more.",
    ],
    "webhook-exists": [
      { kind: "webhook-exists", webhookId: "wh-requests" },
      "There is wh-requests already. Rotate its secret instead of making it anew.",
    ],
    "webhook-disabled": [
      { kind: "webhook-disabled", webhookId: "wh-0123456789", reason: "its receiver answered 410 Gone" },
      "wh-0123456789 is disabled: its receiver answered 410 Gone. Enable it first.",
    ],
    "nothing-to-resend": [
      { kind: "nothing-to-resend" },
      "There is nothing to send again: no such event of this request, or none that was given up.",
    ],
    "no-request-webhooks": [
      { kind: "no-request-webhooks" },
      "Nobody has made the secret that signs what goes to a webhook_url. An operator can: countersign webhook create --for-requests.",
    ],
    unconfirmed: [
      { kind: "unconfirmed", what: "database", length: 4 },
      "Nothing was decided yet. Type the last 4 characters of the name of the database, as it stands above.",
    ],
  };

describe("a refusal's text", () => {
  test.each(Object.entries(wordings))("has its wording for %s", (_kind, [refusal, wording]) => {
    expect(refusalText(refusal)).toBe(wording);
  });

  test("is never the same for two kinds", () => {
    const texts = Object.values(wordings).map(([refusal]) => refusalText(refusal));

    expect(new Set(texts).size).toBe(texts.length);
  });

  test.each<[Refusal, string]>([
    [
      { kind: "already-decided", decision: "reject" },
      "You have already rejected this request. Each person counts once.",
    ],
    [{ kind: "not-an-approver", groups: ["dba"] }, "Only members of dba can decide this request."],
    [{ kind: "not-an-approver", groups: [] }, "Only those who were asked can decide this request."],
    [
      { kind: "already-resolved", status: "executing", by: "system:run", at },
      "This request is already running (2026-03-02 10:30 UTC).",
    ],
    [
      { kind: "wrong-status", action: "reverted", status: "failed" },
      "A request that has failed cannot be reverted.",
    ],
    [
      { kind: "preflight-recent", seconds: 840 },
      "The pre-flight was read, or asked for, a moment ago. You can refresh it in 14 min.",
    ],
    [
      { kind: "already-resolved", status: "expired", by: "system:schedule", at },
      "This request is already expired (2026-03-02 10:30 UTC).",
    ],
    [
      { kind: "unknown-instance", instanceId: "x", similar: [] },
      'There is no instance "x". A new instance appears here within a quarter of an hour.',
    ],
    [
      { kind: "nobody-can-approve", needed: 1, eligible: 0, groups: ["dba", "sre"] },
      "Nobody can approve this: it needs 1 approval from dba or sre, and without you nobody is left there. The policy's owner can change that.",
    ],
    [
      { kind: "nobody-can-approve", needed: 3, eligible: 2, groups: ["dba"] },
      "Nobody can approve this: it needs 3 approvals from dba, and without you only 2 people are left there. The policy's owner can change that.",
    ],
    [
      { kind: "seat-taken", decision: "reject", by: "Ben", isOwn: false },
      "Ben has already rejected this, and you would decide for nobody else. Each of you counts once.",
    ],
    [
      { kind: "delegation-chain", delegation, isOwn: false },
      "Anna is away: Ben decides for Anna until Fri 4 Dec. Name somebody who is there.",
    ],
    [
      { kind: "no-start-left", limits: "not after Fri", why: "" },
      "Approved so, it could never start (not after Fri). Leave it more time, or reject it.",
    ],
    [
      { kind: "already-reviewed", verdict: "object" },
      "You have already objected to this. Each person counts once.",
    ],
    [
      { kind: "no-break-glass", groups: [] },
      "The policy has no break-glass, so nothing runs without its approvals. Ask for it in the ordinary way.",
    ],
    [{ kind: "unknown-template", template: "nightly", known: [] }, "The policy has no templates."],
    [
      { kind: "unconfirmed", what: "task", length: 1 },
      "Nothing was decided yet. Type the last character of the name of the task, as it stands above.",
    ],
    [
      { kind: "needs-approval", environment: "production", approvals: 0, groups: [], command: undefined },
      "In production there is no self-service, so nothing was done. Ask for it in chat: `/rds-request` opens the form.",
    ],
  ])("reads well for %o", (refusal, wording) => {
    expect(refusalText(refusal)).toBe(wording);
  });
});

describe("isNotedForAudit", () => {
  test("picks what somebody may not do, and nothing that is only a mistake", () => {
    const noted = Object.values(wordings).filter(([refusal]) => isNotedForAudit(refusal));

    expect(noted.map(([{ kind }]) => kind)).toStrictEqual([
      "self-review",
      "not-a-reviewer",
      "self-approval",
      "not-an-approver",
      "not-yours-to-cancel",
      "unknown-link",
    ]);
  });
});
