import { cardOf } from "../../core/card.ts";
import type { ApprovalLink } from "../../core/links/approval-link.ts";
import { confirmationOf } from "../../core/links/confirmation.ts";
import { makeFormToken } from "../../core/links/form-token.ts";
import type { LinkToken } from "../../core/links/link-token.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { maintenanceWord } from "../../core/timing/approval-limits.ts";
import type { PolicyWindows } from "../../core/timing/parse-when.ts";
import type { Answer } from "./answer.ts";
import { type Html, html } from "./html.ts";
import { renderForm, type SentForm } from "./render-form.ts";
import { renderRequest } from "./render-request.ts";

/** The request and the form; with a refusal, what the reader had sent comes back with it. */
export function askPage(
  link: ApprovalLink,
  { request, token }: { readonly request: ApprovalRequest; readonly token: LinkToken },
  { windows, now }: { readonly windows: PolicyWindows; readonly now: Date },
  sent?: SentForm,
): Answer {
  const confirmation = confirmationOf(request.intent, request.id);
  const formToken = makeFormToken(link, request.digest, now);
  const { recipient } = token;
  const isLimitable = request.intent.kind === "rds" || request.intent.kind === "bulk";
  const form = renderForm({
    link,
    formToken,
    confirmation,
    recipient,
    sent,
    windows: isLimitable ? limitingWindows(windows, request) : undefined,
  });
  const card = cardOf(request, now);
  return {
    status: sent ? 400 : 200,
    title: `${link.action === "approve" ? "Approve" : "Reject"}: ${card.title}`,
    content: html`${brand(request)}${renderRequest(card, confirmation)}${form}${footer(request)}`,
  };
}

/** The instance's own is there for one instance alone. */
function limitingWindows(windows: PolicyWindows, { intent }: ApprovalRequest): readonly string[] {
  return [...(intent.kind === "rds" ? [maintenanceWord] : []), ...Object.keys(windows)];
}

/** The link decides nothing any more: why not, and what became of the request. */
export function deadPage(
  { request, refusal }: { readonly request: ApprovalRequest; readonly refusal: Refusal },
  now: Date,
): Answer {
  return {
    status: 400,
    ...requestPage(
      request,
      noticeOf(`${refusalText(refusal)}${approversText(request, refusal)}`, "waiting"),
      now,
    ),
  };
}

/** Who approved what has gone on since by itself; empty where the refusal names them. */
function approversText({ decisions }: ApprovalRequest, refusal: Refusal): string {
  if (refusal.kind !== "already-resolved" || decisions.some(({ by }) => by.id === refusal.by)) return "";
  const names = decisions.filter(({ kind }) => kind === "approve").map(({ by }) => by.name);
  return names.length === 0 ? "" : ` Approved by ${names.join(" and ")}.`;
}

/** What the reader has done, and how the request stands since. */
export function decidedPage(request: ApprovalRequest, action: ApprovalLink["action"], now: Date): Answer {
  const did =
    action === "approve"
      ? noticeOf("You approved this request. It is recorded, and you can close this page.", "good")
      : noticeOf(
          "You rejected this request. It is recorded, the requester is told why, and you can close this page.",
          "over",
        );
  return { status: 200, ...requestPage(request, did, now) };
}

/** Everything else that is to be said, in one or two sentences. */
export function plainPage(
  status: number,
  heading: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const content = html`${brand()}<section><h1>${heading}</h1><p>${text}</p></section>`;
  return { status, title: heading, content, headers };
}

/** A token that we did not make: whether the request exists is not told either. */
export function unknownPage(): Answer {
  const hint = "Take the link in the newest mail about the request, or decide in chat.";
  return plainPage(400, refusalText({ kind: "unknown-link" }), hint);
}

function requestPage(request: ApprovalRequest, notice: Html, now: Date): Pick<Answer, "title" | "content"> {
  const card = cardOf(request, now);
  const shown = renderRequest(card, confirmationOf(request.intent, request.id));
  return { title: card.title, content: html`${brand(request)}${notice}${shown}${footer(request)}` };
}

function noticeOf(text: string, tone: "good" | "waiting" | "over"): Html {
  return html`<p class="notice ${tone}" role="status">${text}</p>`;
}

function brand(request?: ApprovalRequest): Html {
  return html`<p class="brand"><span>Countersign</span><span>${request?.environment}</span></p>`;
}

function footer({ id }: ApprovalRequest): Html {
  return html`<footer>${id} · times are UTC</footer>`;
}
