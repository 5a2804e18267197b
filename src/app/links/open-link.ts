import type { ApprovalLink } from "../../core/links/approval-link.ts";
import { checkToken, hashOfToken, isTokenOf, type LinkToken } from "../../core/links/link-token.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, OpenRequest, RequestId } from "../../core/request.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { TokenStore } from "../ports/token-store.ts";

/**
 * `unknown`: neither the request nor anything else may be told. `dead`: the token was ours, so its reader is told what became of
 * the request. `open`: the reader can decide it.
 */
export type OpenedLink =
  | { readonly kind: "unknown" }
  | (Known<ApprovalRequest> & { readonly kind: "dead"; readonly refusal: Refusal })
  | (Known<OpenRequest> & { readonly kind: "open" });

interface Known<Request> {
  readonly request: Request;
  readonly token: LinkToken;
}

export type OpenLink = (link: {
  readonly requestId: RequestId;
  readonly token: ApprovalLink["token"];
}) => Promise<OpenedLink>;

export interface OpenLinkDependencies {
  /** Those of one tenant. */
  readonly requests: Pick<RequestStore, "find">;
  readonly tokens: Pick<TokenStore, "find">;
  readonly now: () => Date;
}

/** What a link shows now. Changes nothing, however often it is opened. */
export function makeOpenLink({ requests, tokens, now }: OpenLinkDependencies): OpenLink {
  return async ({ requestId, token: raw }) => {
    const token = await tokens.find(requestId, hashOfToken(raw));
    if (!token || !isTokenOf(token, raw)) return { kind: "unknown" };
    // After the token: what is decided in between is seen.
    const request = await requests.find(requestId);
    if (!request) return { kind: "unknown" };
    const checked = checkToken(token, request, now());
    return checked.ok
      ? { kind: "open", request: checked.value, token }
      : { kind: "dead", request, token, refusal: checked.error };
  };
}
