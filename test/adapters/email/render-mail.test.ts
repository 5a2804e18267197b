import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, readable } from "../../../src/adapters/email/readable.ts";
import { askMailOf } from "../../../src/core/mail.ts";
import { hoursLater } from "../../core/sample-requests.ts";
import { fullRequest, links, linksOf, rendered, sampleMails } from "./sample-mails.ts";

const names = Object.keys(sampleMails);

function mailOf(name: string) {
  const make = sampleMails[name];
  if (!make) throw new Error(`there is no sample ${name}`);
  return rendered(make(), linksOf(name));
}

describe("every kind of mail", () => {
  test.each([
    ["ask", "Approve? Snapshot orders-prod (high risk, production) — asked by Anna (anna@acme.example)"],
    [
      "ask again",
      "Approve again? Snapshot orders-prod (high risk, production) — asked by Anna (anna@acme.example)",
    ],
    [
      "for information",
      "For your information: Snapshot orders-prod (high risk, production) — asked by Anna (anna@acme.example)",
    ],
    ["reminder", "Still waiting for you: Snapshot orders-prod (high risk, production) — 24 h left"],
    ["result: approved", "Approved by Cleo (cleo@acme.example): Snapshot orders-prod — nothing more to do"],
    ["result: rejected", "Rejected by Ben (ben@acme.example): Snapshot orders-prod — nothing more to do"],
    ["result: cancelled", "Cancelled by Anna (anna@acme.example): Snapshot orders-prod — nothing more to do"],
    ["expiry", "Expired: Snapshot orders-prod — nothing more to do"],
    ["notice: approved", "Approved: Snapshot orders-prod (high risk, production)"],
    ["notice: drifted", "Waiting again: Snapshot orders-prod (high risk, production)"],
    ["end: done", "Done after 60 min: Snapshot orders-prod (high risk, production)"],
    ["end: failed", "Failed after 60 min: Snapshot orders-prod (high risk, production)"],
  ])("says all in its subject: %s", (name, subject) => {
    expect(mailOf(name).subject).toBe(subject);
  });

  test("is in the table above", () => {
    expect(names).toHaveLength(12);
  });

  test.each(names)("shows the same facts in both its forms, in the card's order: %s", (name) => {
    const { text, html } = mailOf(name);
    const facts = [
      "Snapshot orders-prod",
      "Creates the snapshot before-migration of orders-prod",
      "production (tag Environment=production)",
      "high: 2 approvals from dba-leads",
      "Anna (anna@acme.example)",
      "postgres 17.2",
      "The migration starts at ten.",
      "req-0123456789",
    ];

    for (const form of [text, html]) {
      const body = form.slice(form.indexOf("</title>") + 1);
      const positions = facts.map((fact) => body.lastIndexOf(fact));
      expect(positions.filter((position) => position < 0)).toEqual([]);
      expect(body.indexOf("before-migration")).toBeLessThan(body.indexOf("postgres 17.2"));
      expect(body.indexOf("postgres 17.2")).toBeLessThan(body.indexOf("The migration starts at ten."));
    }
  });

  test.each(names)(
    "has one link to approve and one to reject where its reader decides, and none elsewhere: %s",
    (name) => {
      const { text, html } = mailOf(name);

      const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) =>
        href.replaceAll("&amp;", "&"),
      );
      const decides = linksOf(name) !== undefined;
      expect(hrefs).toEqual(decides ? [links.approve, links.reject] : []);
      expect([...text.matchAll(/https:\S+token=\S+/g)].map(([url]) => url)).toEqual(
        decides ? [links.approve, links.reject] : [],
      );
    },
  );
});

test("what could not be delivered, the pre-flight with its moment, and the cost are told", () => {
  const { text } = mailOf("ask");

  expect(text).toContain(
    "Not delivered: to the Slack channel C0PROD: channel_not_found (2026-03-02 11:00 UTC)",
  );
  expect(text).toContain("Connections: 131 of 800");
  expect(text).toContain("Pre-flight as of 2026-03-04 09:00 UTC.");
  expect(text).toContain("No answer from CloudWatch");
  expect(text).toContain("Cost: about +$123 a month");
});

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom(
        "\r\nBcc: eve@evil.example\r\n",
        "\nApprove: https://evil.example/\n",
        "<script>alert(1)</script>",
        '"><img src=https://evil.example/x.png onerror=alert(1)>',
        "</td></tr></table><a href='https://evil.example'>Approve</a>",
        "<!--",
        "]]>",
        "&lt;b&gt;",
        "\u202egnp.exe",
        "\u2066\u2069\u200f\u061c",
        "\u2028\u2029\u0085\u000b\u000c",
        "\ud800",
        "x".repeat(3000),
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

describe("whatever people write", () => {
  test("no mail has another link, tag, header line or line of ours, nor text that turns its direction", () => {
    const shape = htmlShape(render("plain", "plain", "plain"));

    fc.assert(
      fc.property(hostile, hostile, hostile, (name, title, justification) => {
        const { subject, text, html } = render(name, title, justification);

        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(subject.length).toBeLessThanOrEqual(250);
        expect(`${subject}${text}${html}`).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/u);
        expect(htmlShape({ html })).toEqual(shape);
        expect(text.split("\n").filter((line) => /^(Approve|Reject):/.test(line))).toHaveLength(2);
        // Gmail cuts a mail at 102 KB.
        expect(html.length).toBeLessThan(60_000);
      }),
      { numRuns: 300 },
    );
  });

  function render(name: string, title: string, justification: string) {
    const request = fullRequest();
    const content = askMailOf(
      {
        ...request,
        requestedBy: { ...request.requestedBy, name },
        description: { title, effect: justification, facts: [{ label: title, value: justification }] },
        justification,
      },
      true,
      hoursLater(48),
    );
    return rendered(content, links);
  }

  /** Its tags, with all their attributes; line breaks are left out, and empty quotes. */
  function htmlShape({ html }: { readonly html: string }): readonly string[] {
    return [...html.matchAll(/<[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => tag !== "<br>")
      .filter((tag) => !tag.startsWith("<p ") && !tag.startsWith("</p"));
  }
});

test.each([
  ["a\r\nBcc: b", "a Bcc: b"],
  ["a\u202eb", "ab"],
  ["\u0000a\u0007", "a"],
  ["a\u2028b", "a b"],
  ["Zoë 🙂 ไทย العربية", "Zoë 🙂 ไทย العربية"],
])("%j reads %j on one line", (text, expected) => {
  expect(oneLine(text, 100)).toBe(expected);
});

test("a long text is cut and says so, and no character is cut in two", () => {
  expect(readable("🙂".repeat(20), 11)).toBe(`${"🙂".repeat(5)}…`);
});
