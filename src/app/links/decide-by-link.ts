import type { ApprovalLink } from "../../core/links/approval-link.ts";
import { confirmationOf, isConfirmed } from "../../core/links/confirmation.ts";
import { isFormToken } from "../../core/links/form-token.ts";
import { type LinkToken, mostWrongTries } from "../../core/links/link-token.ts";
import { isNotedForAudit, type Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, OpenRequest } from "../../core/request.ts";
import { err, ok } from "../../core/result.ts";
import { type LimitWords, parseLimits } from "../../core/timing/parse-limits.ts";
import type { PolicyWindows } from "../../core/timing/parse-when.ts";
import { noteRefusal } from "../../core/transitions/note-refusal.ts";
import type { BeginDecision } from "../begin-decision.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import type { DecideRequest } from "../decide-request.ts";
import type { TokenStore } from "../ports/token-store.ts";
import { makeOpenLink, type OpenedLink } from "./open-link.ts";

/** What the reader has sent with the form. */
interface LinkForm {
  readonly formToken: string;
  /** How the name ends, as the reader typed it. */
  readonly typed: string;
  readonly comment: string;
  /** When it may start, as the reader wrote it; of an approval alone. */
  readonly limits?: LimitWords | undefined;
}

/** `again`: nothing was decided, and the reader can mend what is wrong. */
type LinkDecision =
  | Exclude<OpenedLink, { kind: "open" }>
  | {
      readonly kind: "again";
      readonly request: OpenRequest;
      readonly token: LinkToken;
      readonly refusal: Refusal;
    }
  | { readonly kind: "decided"; readonly request: ApprovalRequest };

export type DecideByLink = (link: ApprovalLink, form: LinkForm) => Promise<LinkDecision>;

export interface DecideByLinkDependencies extends RequestChanger {
  readonly tokens: Pick<TokenStore, "find" | "countWrongTry">;
  readonly beginDecision: BeginDecision;
  readonly decideRequest: DecideRequest;
  /** The policy's, for limits to name. */
  readonly windows: PolicyWindows;
}

/** The form is shown once more, for another text. */
const mendable: ReadonlySet<Refusal["kind"]> = new Set([
  "reason-required",
  "override-reason-required",
  "text-too-long",
  "no-start-left",
  "unlimitable",
]);

/**
 * Decides as the link's recipient, once the reader has shown that they have read the page: what sends forms by itself has
 * typed nothing. Who the recipient is, is in the token that was stored when the link was made.
 */
export function makeDecideByLink(dependencies: DecideByLinkDependencies): DecideByLink {
  const { requests, tokens, beginDecision, decideRequest, windows, now } = dependencies;
  const openLink = makeOpenLink(dependencies);

  return async (link, { formToken, typed, comment, limits: words = {} }) => {
    const opened = await openLink(link);
    if (opened.kind === "unknown") {
      await noteForgery(link);
      return opened;
    }
    if (opened.kind === "dead") {
      await noteAttempt(link, opened);
      return opened;
    }
    const { request, token } = opened;
    const again = (refusal: Refusal) => ({ kind: "again", request, token, refusal }) as const;

    if (!isFormToken(formToken, link, request.digest, now())) return again({ kind: "stale-form" });
    const confirmation = confirmationOf(request.intent, request.id);
    if (!isConfirmed(confirmation, typed)) {
      // A scanner that sends what nobody has typed must not lock the link.
      const tries = typed.trim() === "" ? token.wrongTries : await tokens.countWrongTry(token);
      if (tries >= mostWrongTries) return { kind: "dead", request, token, refusal: { kind: "locked-link" } };
      return again({ kind: "unconfirmed", what: confirmation.what, length: confirmation.length });
    }
    const limits = link.action === "approve" ? parseLimits(words, { windows, now: now() }) : ok(undefined);
    if (!limits.ok) return again({ kind: "invalid-parameters", issues: limits.error });
    const decided = await decideRequest(link.requestId, {
      kind: link.action,
      by: { id: token.recipient, name: token.recipient },
      surface: "email",
      comment,
      digest: token.digest,
      limits: limits.value,
    });
    if (decided.ok) return { kind: "decided", request: decided.value };
    if (mendable.has(decided.error.kind)) return again(decided.error);
    const after = await requests.find(link.requestId);
    return { kind: "dead", request: after ?? request, token, refusal: decided.error };
  };

  /** Somebody sent a token that we did not make. One entry for each request, however many they send. */
  async function noteForgery({ requestId, action }: ApprovalLink): Promise<void> {
    const by = { id: "system:links" } as const;
    const forgery = { refusal: { kind: "unknown-link" }, by, surface: "email", attempt: action } as const;
    await changeRequest({ requests, now }, requestId, (request, moment) => {
      const change = noteRefusal(request, forgery, moment);
      return change ? ok(change) : err(forgery.refusal);
    });
  }

  /** Whoever may not decide any more is noted, as they would be in chat. */
  async function noteAttempt(
    link: ApprovalLink,
    { refusal, token: { recipient } }: Extract<OpenedLink, { kind: "dead" }>,
  ): Promise<void> {
    if (!isNotedForAudit(refusal)) return;
    const by = { id: recipient, name: recipient };
    await beginDecision(link.requestId, { by, surface: "email", attempt: link.action });
  }
}
