import type { ApprovalLink } from "../../core/links/approval-link.ts";
import type { Confirmation } from "../../core/links/confirmation.ts";
import type { PersonId } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import type { LimitWords } from "../../core/timing/parse-limits.ts";
import { longestText } from "../../core/transitions/create.ts";
import { type Html, html } from "./html.ts";

const words = {
  approve: {
    heading: "Approve this request",
    button: "Approve",
    other: "reject",
    instead: "Reject it instead",
  },
  reject: {
    heading: "Reject this request",
    button: "Reject",
    other: "approve",
    instead: "Approve it instead",
  },
} as const;

/** What the reader had sent, and why it decided nothing. */
export interface SentForm {
  readonly refusal: Refusal;
  readonly comment: string;
  readonly limits: LimitWords;
}

interface FormContent {
  readonly link: ApprovalLink;
  readonly formToken: string;
  readonly confirmation: Confirmation;
  readonly recipient: PersonId;
  readonly sent: SentForm | undefined;
  /** The windows that an approval can be limited to; nothing where it cannot be limited. */
  readonly windows: readonly string[] | undefined;
}

/**
 * The form that decides. The end of the name stands nowhere in it, so whatever presses buttons without having read the page
 * sends nothing that counts. After a refusal the browser comes back to the form, below the name.
 */
export function renderForm(content: FormContent): Html {
  const { link, formToken, confirmation, recipient, sent } = content;
  const { heading, button, other, instead } = words[link.action];
  const { what, masked, length } = confirmation;
  const isReject = link.action === "reject";
  const commentLabel = isReject ? "Why not? The requester reads it." : "Comment, if you like";
  const query = new URLSearchParams({ ...link, action: other }).toString();
  return html`<form method="post" action="approval#form" id="form" autocomplete="off">
<h2>${heading}</h2>
${sent && html`<p class="notice bad" role="alert">${refusalText(sent.refusal)}</p>`}
<p class="hint">You decide as ${recipient}. This page is for you alone: do not pass it on.</p>
<input type="hidden" name="action" value="${link.action}">
<input type="hidden" name="requestId" value="${link.requestId}">
<input type="hidden" name="token" value="${link.token}">
<input type="hidden" name="form" value="${formToken}">
<label for="comment">${commentLabel}</label>
<textarea id="comment" name="comment" maxlength="${longestText}"${isReject ? html` required` : undefined}>
${sent?.comment}</textarea>
${isReject ? undefined : renderLimits(content)}
<label for="ending">Last ${length === 1 ? "character" : `${length} characters`} of the name of the ${what}</label>
<p class="mask" aria-hidden="true">${masked}</p>
<input id="ending" name="ending" type="text" required maxlength="20" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="why">
<p class="hint" id="why">The name stands above. Typing its end shows that a person has read this.</p>
<button type="submit" class="${link.action}">${button}</button>
<a class="other" href="approval?${query}">${instead}</a>
</form>`;
}

/** When it may start, for those who want to say; open where the reader has said something. */
function renderLimits({ windows, sent }: FormContent): Html | undefined {
  if (!windows) return undefined;
  const { notBefore = "", notAfter = "", window = "" } = sent?.limits ?? {};
  const isSaid = notBefore !== "" || notAfter !== "" || window !== "";
  const options = windows.map(
    (name) => html`<option value="${name}"${name === window ? html` selected` : undefined}>${name}</option>`,
  );
  return html`<details${isSaid ? html` open` : undefined}><summary>Limit when it may start</summary>
<label for="not_before">Not before, in UTC</label>
<input id="not_before" name="not_before" type="text" class="time" maxlength="25" value="${notBefore}" placeholder="2026-11-22 03:00">
<label for="not_after">Not after, in UTC</label>
<input id="not_after" name="not_after" type="text" class="time" maxlength="25" value="${notAfter}" placeholder="2026-11-22 05:00">
<label for="window">Only in this window</label>
<select id="window" name="window"><option value="">any time</option>${options}</select>
</details>`;
}
