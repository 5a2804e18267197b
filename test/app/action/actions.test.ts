import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ActionSubmission } from "../../../src/app/action/submit-action.ts";
import { readPublicKey } from "../../../src/aws/kms/signer.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { dueAt } from "../../../src/core/due-at.ts";
import { verifyDecision } from "../../../src/onprem/poller/verify-decision.ts";
import { dana, lena, olga, priya } from "../../support/workbench.ts";
import { type ActionBench, ended, openActionDesk, startActionBench } from "./action-desk.ts";

let bench: ActionBench;
beforeAll(async () => {
  bench = await startActionBench();
}, 60_000);
afterAll(() => bench.stop());

describe("asking for an action", () => {
  test("one that the policy names has its risk, and one that it does not counts as production and high", async () => {
    const desk = openActionDesk(bench);

    const named = await desk.ask();
    const unnamed = await desk.ask({ action: "wipe_disk" });

    expect(named).toMatchObject({ environment: "production", risk: "medium", requirement: { approvals: 1 } });
    expect(unnamed).toMatchObject({ environment: "production", risk: "high", requirement: { approvals: 2 } });
  });

  test("a copy of a submission gets the first one's request", async () => {
    const desk = openActionDesk(bench);

    const [one, other] = [
      await desk.ask({ correlationId: "same" }),
      await desk.ask({ correlationId: "same" }),
    ];

    expect(other.id).toBe(one.id);
    expect(other.action?.nonce).toBe(one.action?.nonce);
  });

  test.each<readonly [string, Partial<ActionSubmission>]>([
    ["subject", { subject: "db 7\nRisk: low" }],
    ["issue", { issue: " " }],
    ["action", { action: "Restart!" }],
    ["action", { action: "reboot_instance" }],
    ["parameters", { parameters: Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`p${n}`, 1])) }],
    ["text", { parameters: { text: "x".repeat(281) } }],
  ])("a wrong %s is refused: what an approver cannot read is not asked for", async (parameter, wrong) => {
    const desk = openActionDesk(bench);

    const outcome = await desk.submit({ ...desk.asked, correlationId: "c", ...wrong });

    expect(outcome).toMatchObject({ ok: false, error: { issues: [{ parameter }] } });
  });
});

describe("the decision", () => {
  test("of an approved action is sent signed, the same each time, and noted once", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();

    await desk.dispatch(request.id);
    const key = await readPublicKey(bench.kmsClient, "DecisionKey");
    const [first] = desk.sent;

    expect(desk.sent).toHaveLength(1);
    expect(await desk.cardText(request)).toContain("Approved, waits for the poller");
    expect(verifyDecision(JSON.stringify(first), createPublicKey(key))).toMatchObject({
      ok: true,
      value: { decision: "approved", decided_by: [priya.id], request_id: request.id, digest: request.digest },
    });
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    expect(verifyDecision(JSON.stringify(first), other).ok).toBe(false);
  });

  test("of a rejected one is sent too, and nothing of a pending one", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.ask();
    await desk.dispatch(request.id);
    const before = desk.sent.length;

    await desk.decideAs(request, lena, "reject");
    await desk.dispatch(request.id);

    expect(before).toBe(0);
    expect(JSON.parse(desk.sent[0]?.decision ?? "")).toMatchObject({
      decision: "rejected",
      decided_by: [lena.id],
    });
  });
});

describe("reports", () => {
  test("start, progress and end are told in the thread, whatever comes twice", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    await desk.claimAs(request);
    const progress = { kind: "progress", number: 1, text: "Stopping", percent: 20 };

    for (const report of [{ kind: "started", timeout_seconds: 60 }, progress, progress, ended, ended]) {
      await desk.report(request, report);
    }

    expect(await desk.find(request)).toMatchObject({
      status: "executed",
      outcome: { details: { exit_code: 0 } },
    });
    expect(await desk.thread(request)).toMatch(
      /^Poller not heard of yet.*\nStarted by machine-1\.\n.*20 % · Stopping\nDone after \d+ s\.\nExit code: 0\nOutput: fine$/s,
    );
    expect(desk.dropped).toEqual(["progress: wrong-status", "ended: wrong-status"]);
  });

  test("an end that comes alone ends the action, and a start after it changes nothing", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    await desk.claimAs(request);

    await desk.report(request, { ...ended, exit_code: 3 });
    await desk.report(request, { kind: "started", timeout_seconds: 60 });

    expect(await desk.find(request)).toMatchObject({ status: "failed", outcome: { result: "failed" } });
  });

  test("what nobody has claimed, what another has claimed, and a wrong nonce change nothing", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();

    await desk.report(request, ended);
    await desk.claimAs(request, "machine-1");
    await desk.report(request, ended, { poller: "machine-2" });
    await desk.report(request, { ...ended, nonce: "f".repeat(32) });
    await desk.report(request, { ...ended, request_id: newRequestId() });

    expect(await desk.find(request)).toEqual(request);
    expect(desk.dropped).toEqual([
      "ended: nobody has claimed the action",
      "ended: another poller has claimed the action",
      "ended: the nonce is another one",
      "ended: there is no such action",
    ]);
  });

  test("a run that tells nothing more is given up as unknown, and its late end is noted once beside that", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    await desk.claimAs(request);
    await desk.report(request, { kind: "started", timeout_seconds: 60 });
    desk.pass(181);
    await desk.workOffDue(100);
    const givenUp = await desk.find(request);

    await desk.report(request, ended);
    await desk.report(request, ended);

    expect(givenUp).toMatchObject({ status: "failed", outcome: { details: { is_unknown: true } } });
    expect(await desk.find(request)).toMatchObject({
      status: "failed",
      outcome: { details: { is_unknown: false } },
    });
    const thread = await desk.thread(request);
    expect(thread).toContain("started, outcome unknown");
    expect(thread.match(/Reported late/g)).toHaveLength(1);
  });
});

describe("the poller on the card", () => {
  test("is seen as long as its heartbeat is young, then silent, and the thread tells when it is back", async () => {
    const desk = openActionDesk(bench);
    await desk.sightings.note({ poller: "machine-1", at: new Date(desk.now().getTime() - 12_000) });
    const request = await desk.askSent();
    const seen = await desk.cardText(request);

    desk.pass(120);
    await desk.dispatch(request.id);
    const silent = await desk.cardText(request);
    await desk.sightings.note({ poller: "machine-1", at: desk.now() });
    desk.pass(200);
    await desk.sightings.note({ poller: "machine-1", at: desk.now() });
    await desk.dispatch(request.id);

    expect(seen).toMatch(/seen 1[234] s ago, as of/);
    expect(silent).toMatch(/silent since .* UTC: will run when it is back, until .* UTC/);
    expect(await desk.thread(request)).toMatch(/Poller silent since .*\.\nPoller seen 0 s ago/);
  });

  test.each([
    ["five minutes behind", -300, false],
    ["five minutes ahead", 300, false],
    ["so far behind that its heartbeat must be an old one", -301 - 90, true],
  ])("by a clock that is %s", async (_what, seconds, isSilent) => {
    const desk = openActionDesk(bench);
    const at = new Date(desk.now().getTime() + seconds * 1000).toISOString();
    await desk.beat({ kind: "heartbeat", poller: "machine-1", at });

    const request = await desk.askSent();

    expect(await desk.cardText(request)).toMatch(isSilent ? /silent since/ : /seen \d s ago/);
  });

  test("an action that no poller takes in its time ends as expired, and cannot be claimed any more", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    desk.pass(24 * 3600 + 60);

    await desk.workOffDue(100);
    const claim = await desk.claimAs(request);

    expect((await desk.find(request)).status).toBe("expired");
    expect(claim.holder).toBe("countersign");
    expect(await desk.cardText(request)).toContain("no poller has taken it, nothing was run");
  });

  test("a claim tells of a start whose report is lost", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    await desk.claimAs(request);
    desk.pass(100);

    await desk.workOffDue(100);

    const found = await desk.find(request);
    expect(found).toMatchObject({ status: "executing", action: { poller: "machine-1" } });
    expect(dueAt(found).getTime()).toBeGreaterThan(desk.now().getTime());
  });
});

describe("cancelling an approved action", () => {
  test("takes it from the pollers", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();

    const cancelled = await desk.cancel(request.id, { by: dana, surface: "slack" });
    const claim = await desk.claimAs(request);

    expect(cancelled.ok).toBe(true);
    expect(claim.holder).toBe("countersign");
  });

  test("is refused once a poller has it, and takes nothing from the pollers when another person tries", async () => {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();

    const foreign = await desk.cancel(request.id, { by: olga, surface: "slack" });
    const claim = await desk.claimAs(request);
    const late = await desk.cancel(request.id, { by: dana, surface: "slack" });

    expect(foreign).toMatchObject({ ok: false, error: { kind: "not-yours-to-cancel" } });
    expect(claim.holder).toBe("machine-1");
    expect(late).toMatchObject({ ok: false, error: { kind: "wrong-status", status: "executing" } });
  });
});
