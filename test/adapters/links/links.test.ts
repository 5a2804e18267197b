import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { rawTokenSchema } from "../../../src/core/links/link-token.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { hiddenFieldsOf } from "../../support/hidden-fields-of.ts";
import { dana, lena, olga, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { endingOf, type LinksDoor, openLinksDoor, prefilledIn } from "./open-links-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** Dana's request with Priya's link to it. */
async function openPriyas(action: "approve" | "reject" = "approve") {
  const door = await openLinksDoor(bench);
  const request = await door.ask();
  const link = await door.linkTo(request, priya, action);
  return { door, request, link, ending: endingOf(request) };
}

/** Another digest of the same wish. */
function driftOf({ intent, description, inverse }: ApprovalRequest) {
  if (intent.kind !== "rds") throw new Error("no database");
  return { intent: { ...intent, state: { class: "larger" } }, description, inverse, raisedBy: [] };
}

async function stateOf(door: LinksDoor, id: Parameters<LinksDoor["find"]>[0]) {
  return {
    request: await door.find(id),
    tokens: await bench.tokens.list(id),
    events: await door.eventKinds(id),
  };
}

describe("opening a link", () => {
  test("gives a page whose form and links stay below whatever path the link has", async () => {
    const { door, link } = await openPriyas();
    const { text } = await door.open(link);

    const [form, other] = [/<form[^>]* action="([^"]+)"/, /<a [^>]*href="([^"]+)"/].map(
      (pattern) =>
        new URL(pattern.exec(text)?.[1] ?? "", "https://acme.example/prod/approval?token=x").pathname,
    );

    expect([form, other]).toEqual(["/prod/approval", "/prod/approval"]);
  });

  test("shows what the card shows and a form, and changes nothing, however often", async () => {
    const { door, request, link } = await openPriyas();
    const before = await stateOf(door, request.id);

    const pages = await Promise.all(Array.from({ length: 10 }, () => door.open(link)));

    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(page.text).toContain(request.description.title);
      expect(page.text).toContain(request.description.effect);
      expect(page.text).toContain("The migration starts at ten.");
      expect(page.text).toContain("high: 2 approvals");
      expect(page.text).toContain("You decide as priya.nair@acme.example");
    }
    expect(await stateOf(door, request.id)).toEqual(before);
  });

  test("answers HEAD like GET, without the page", async () => {
    const { door, link } = await openPriyas();
    const page = await door.open(link);

    const head = await door.open(link, "HEAD");

    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers.get("content-security-policy")).toBe(page.headers.get("content-security-policy"));
  });

  test("nothing keeps the page, sends its address on, frames it, lists it or runs on it", async () => {
    const { door, link } = await openPriyas();

    const { headers, text } = await door.open(link);

    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toBe("noindex, nofollow");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(text).not.toMatch(/<script|<img|<iframe|\son\w+=|javascript:/i);
  });

  test("what people wrote is shown as they wrote it and is no markup", async () => {
    const door = await openLinksDoor(bench);
    const hostile = `"><script>alert('1')</script>&amp;<b onclick=x>\``;
    const request = await door.ask({ justification: hostile });

    const { text } = await door.open(await door.linkTo(request, priya));

    expect(text).toContain(
      "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&lt;b onclick=x&gt;&#96;",
    );
    expect(text).not.toMatch(/<script|<b /);
  });
});

describe("sending the form", () => {
  test("approves as the link's recipient, and says how the request stands since", async () => {
    const { door, request, link, ending } = await openPriyas();

    const answer = await door.send(link, { ending: ` ${ending.toUpperCase()} `, comment: "one\r\ntwo" });

    const { decisions, status } = await door.find(request.id);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("You approved this request.");
    expect(answer.text).toContain("Waiting for approval · 1 of 2");
    expect(status).toBe("pending");
    expect(decisions).toMatchObject([
      { kind: "approve", by: { id: priya.id }, surface: "email", comment: "one\ntwo" },
    ]);
  });

  test("rejects with a reason", async () => {
    const { door, request, link, ending } = await openPriyas("reject");

    const answer = await door.send(link, { ending, comment: "Not tonight." });

    expect(answer.status).toBe(200);
    expect(answer.text).toContain("You rejected this request.");
    expect(await door.find(request.id)).toMatchObject({
      status: "rejected",
      decisions: [{ comment: "Not tonight." }],
    });
  });

  test.each([
    ["no reason for a rejection", "reject", {}, "Say why you reject it"],
    ["too long a comment", "approve", { comment: "x".repeat(2001) }, "2000 characters at most"],
    [
      "another end of the name",
      "approve",
      { ending: "nope", comment: "kept <i>" },
      "Type the last 4 characters",
    ],
    ["no end of the name", "approve", { ending: "", comment: "kept" }, "Type the last 4 characters"],
  ] as const)("with %s decides nothing and asks again", async (_what, action, filled, said) => {
    const { door, request, link, ending } = await openPriyas(action);

    const answer = await door.send(link, { ending, comment: "", ...filled });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(said);
    expect(prefilledIn(answer.text)).toBe(
      ("comment" in filled ? filled.comment : "").replace("<i>", "&lt;i&gt;"),
    );
    expect((await door.find(request.id)).decisions).toEqual([]);
    const again = await door.post({ ...hiddenFieldsOf(answer.text), ending, comment: "because" });
    expect(again.status).toBe(200);
  });

  test("after a quarter of an hour asks again, with the comment kept, and then decides", async () => {
    const { door, request, link, ending } = await openPriyas();
    const fields = hiddenFieldsOf((await door.open(link)).text);
    door.pass(15 * 60 + 1);

    const late = await door.post({ ...fields, ending, comment: "kept" });

    expect(late.status).toBe(400);
    expect(late.text).toContain("This page was open for too long.");
    expect(prefilledIn(late.text)).toBe("kept");
    expect((await door.find(request.id)).decisions).toEqual([]);
    expect((await door.post({ ...hiddenFieldsOf(late.text), ending })).status).toBe(200);
  });

  test("with another link's form token decides nothing", async () => {
    const { door, request, link, ending } = await openPriyas();
    const toReject = hiddenFieldsOf((await door.open({ ...link, action: "reject" })).text);

    const answer = await door.post({ ...toReject, action: "approve", ending });

    expect(answer.status).toBe(400);
    expect((await door.find(request.id)).decisions).toEqual([]);
  });

  test("five wrong ends of the name lock the link, and empty ones never do", async () => {
    const { door, request, link, ending } = await openPriyas();
    for (let times = 0; times < 7; times += 1) await door.send(link);
    const answers = [];

    for (let times = 0; times < 5; times += 1) answers.push(await door.send(link, { ending: "nope" }));

    const right = await door.post({ ...hiddenFieldsOf(answers[0]?.text ?? ""), ending });
    expect(answers.at(-2)?.text).toContain("Type the last 4 characters");
    expect(answers.at(-1)?.text).toContain("Decide in chat instead.");
    expect([right.status, right.text]).toEqual([400, expect.stringContaining("Decide in chat instead.")]);
    expect((await door.find(request.id)).decisions).toEqual([]);
  });

  test("a lost answer is made good: the same form again says that it is done", async () => {
    const { door, request, link, ending } = await openPriyas();
    const fields = { ...hiddenFieldsOf((await door.open(link)).text), ending };
    await door.post(fields);

    const again = await door.post(fields);

    expect(again.status).toBe(400);
    expect(again.text).toContain("You have already approved this request.");
    expect((await door.find(request.id)).decisions).toHaveLength(1);
  });
});

describe("a token", () => {
  test("that was used up takes its recipient's others along and leaves the other approvers' good", async () => {
    const { door, request, link, ending } = await openPriyas();
    const second = await door.linkTo(request, priya);
    const lenas = await door.linkTo(request, lena);
    await door.send(link, { ending });

    const others = await door.open(second);
    const decided = await door.send(lenas, { ending });

    expect([others.status, others.text]).toEqual([400, expect.stringContaining("You have already approved")]);
    expect(decided.status).toBe(200);
    expect((await door.find(request.id)).status).toBe("approved");
  });

  test("is dead the moment the request is decided elsewhere, and its reader is told by whom", async () => {
    const { door, request, link, ending } = await openPriyas();
    const fields = hiddenFieldsOf((await door.open(link)).text);
    await door.decide(request.id, decisionOf(request, { kind: "reject", by: lena, comment: "No." }));

    const sent = await door.post({ ...fields, ending });
    const opened = await door.open(link);

    for (const answer of [sent, opened]) {
      expect(answer.status).toBe(400);
      expect(answer.text).toContain("This request is already rejected (lena.fischer@acme.example");
      expect(answer.text).not.toContain("<form");
    }
  });

  test("is dead once the request has drifted, and one for what it is since then decides", async () => {
    const { door, request, link, ending } = await openPriyas();
    for (const by of [lena, tom]) await door.decide(request.id, decisionOf(request, { by }));
    const drifted = accepted(
      await changeRequest(door.changer, request.id, (approved, now) =>
        askAgain(approved, { ...driftOf(approved), differences: [{ label: "Class", value: "larger" }] }, now),
      ),
    );

    const opened = await door.open(link);
    const sent = await door.send(await door.linkTo(drifted, priya), { ending });

    expect([opened.status, opened.text]).toEqual([400, expect.stringContaining("no longer counts")]);
    expect(opened.text).not.toContain("<form");
    expect(sent.status).toBe(200);
    expect((await door.find(request.id)).decisions).toMatchObject([{ by: { id: priya.id } }]);
  });

  test("is dead once the request's time is over", async () => {
    const { door, link, request } = await openPriyas();
    door.pass((request.expiresAt.getTime() - Date.now()) / 1000 + 1);

    const { status, text } = await door.open(link);

    expect([status, text]).toEqual([400, expect.stringContaining("This request expired")]);
  });

  test.each([
    ["the requester", dana, "You asked for this yourself", "self-approval"],
    ["somebody who is no approver", olga, "Only members of", "not-an-approver"],
  ])("of %s decides nothing, and the attempt is on the record", async (_who, who, said, refusal) => {
    const door = await openLinksDoor(bench);
    const request = await door.ask();
    const { action, requestId, token } = await door.linkTo(request, who);

    const opened = await door.open({ action, requestId, token });
    const afterOpening = await door.eventKinds(request.id);
    const sent = await door.post({ action, requestId, token, form: "1.x", ending: endingOf(request) });

    for (const answer of [opened, sent])
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(said)]);
    expect(afterOpening).toEqual(["created"]);
    const events = await bench.auditLog.list(request.id);
    expect(events.at(-1)).toMatchObject({
      kind: "refused",
      actor: who.id,
      details: { refusal, surface: "email" },
    });
  });

  test("that is not ours says nothing of the request, and is on the record once, however many are sent", async () => {
    const { door, request, link, ending } = await openPriyas();
    const unknown = await door.open({ ...link, requestId: (await openPriyas()).request.id });
    const nowhere = await door.open({ ...link, requestId: "req-zzzzzzzzzz" as typeof link.requestId });

    const sent = [];
    for (let times = 0; times < 20; times += 1) {
      sent.push(await door.post({ ...link, token: newToken(), form: "1.x", ending }));
    }

    for (const answer of [nowhere, ...sent])
      expect([answer.status, answer.text]).toEqual([400, unknown.text]);
    expect(unknown.text).not.toContain(request.intent.kind === "rds" ? request.intent.instance.id : "");
    const events = await bench.auditLog.list(request.id);
    expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["created", dana.id],
      ["refused", "system:links"],
    ]);
    expect(findBrokenLink(events)).toBeUndefined();
    expect((await door.send(link, { ending })).status).toBe(200);
  });

  test("of another tenant's request is unknown", async () => {
    const { link } = await openPriyas();
    const foreign = await openLinksDoor(bench, { tenant: "globex" });

    expect((await foreign.open(link)).text).toContain("This link is not valid.");
  });

  test("is never logged", async () => {
    const { door, link, ending } = await openPriyas();
    await door.open(link);
    await door.send(link, { ending: "nope" });
    await door.send(link, { ending });

    expect(door.logged.length).toBeGreaterThan(1);
    expect(door.logged.join()).not.toContain(rawTokenSchema.parse(link.token));
  });
});

describe("the table", () => {
  test("says which tokens were used and which are revoked, once the event has come round, however often", async () => {
    const { door, request, link, ending } = await openPriyas();
    const spare = await door.linkTo(request, priya);
    const toms = await door.linkTo(request, tom);
    await door.send(link, { ending });
    await door.sweep(request.id);
    const afterFirst = (await bench.tokens.list(request.id)).map(({ recipient, end }) => [
      recipient,
      end?.kind,
    ]);

    await door.send(await door.linkTo(request, lena), { ending });
    await Promise.all([door.sweep(request.id), door.sweep(request.id)]);
    await door.sweep(request.id);

    const afterLast = (await bench.tokens.list(request.id)).map(({ recipient, end }) => [
      recipient,
      end?.kind,
    ]);
    expect(new Set(afterFirst)).toEqual(
      new Set([
        [priya.id, "used"],
        [priya.id, "used"],
        [tom.id, undefined],
      ]),
    );
    expect(new Set(afterLast)).toEqual(
      new Set([
        [priya.id, "used"],
        [priya.id, "used"],
        [lena.id, "used"],
        [tom.id, "revoked"],
      ]),
    );
    expect([spare.token, toms.token].every((token) => token !== link.token)).toBe(true);
  });
});

describe("faults", () => {
  test("AWS not answering is told as such", async () => {
    const silent = {
      ...bench.requests,
      find: () => Promise.reject(new GatewayError("DynamoDB: secret detail")),
    };
    const { link } = await openPriyas();
    const door = await openLinksDoor(bench, { requests: silent });

    const { status, text, headers } = await door.open(link);

    expect([status, headers.get("retry-after")]).toEqual([503, "5"]);
    expect(text).toContain("AWS did not answer.");
    expect(text).not.toContain("secret detail");
  });

  test("a defect is told without detail, and nothing of it stands in the page", async () => {
    const failing = {
      ...bench.requests,
      find: () => Promise.reject(new Error("secret detail of table rds-approvals-test")),
    };
    const { link } = await openPriyas();
    const door = await openLinksDoor(bench, { requests: failing });

    const { status, text, headers } = await door.open(link);

    expect(status).toBe(500);
    expect(text).toContain("may or may not have been recorded");
    expect(text).not.toContain("secret detail");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("%s is not possible", async (method) => {
    const { door, link } = await openPriyas();

    const { status, headers } = await door.open(link, method);

    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });

  test.each([
    [413, "application/x-www-form-urlencoded", "a".repeat(33 * 1024)],
    [415, "application/json", "{}"],
    [415, "multipart/form-data; boundary=x", "--x--"],
    [400, "application/x-www-form-urlencoded; charset=utf-8", "action=approve"],
  ])("answers %i to a body of the type %s", async (status, type, body) => {
    const { door } = await openPriyas();

    const answer = await fetch(`${door.url}/approval`, {
      method: "POST",
      body,
      headers: { "content-type": type },
    });

    expect(answer.status).toBe(status);
  });
});
