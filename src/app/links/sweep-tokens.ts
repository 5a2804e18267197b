import { findTokenEnd } from "../../core/links/link-token.ts";
import type { RequestId } from "../../core/request.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { TokenStore } from "../ports/token-store.ts";

interface SweepTokensDependencies {
  readonly requests: Pick<RequestStore, "find">;
  readonly tokens: Pick<TokenStore, "list" | "end">;
  readonly now: () => Date;
}

/** The events after which some token no longer counts. The queue's filter names the same ones. */
export const endingEvents = ["approved", "rejected", "cancelled", "expired", "drifted"] as const;

/**
 * Makes the table say which of a request's tokens are used up or revoked. They have not counted since the request changed:
 * so this may come late, twice or never.
 */
export function makeSweepTokens({ requests, tokens, now }: SweepTokensDependencies) {
  return async (requestId: RequestId): Promise<void> => {
    // First the tokens: one that is issued in between was made for what the request is now.
    const listed = await tokens.list(requestId);
    const request = await requests.find(requestId);
    if (!request) return;
    for (const token of listed) {
      const end = findTokenEnd(token, request, now());
      if (end) await tokens.end(token, end);
    }
  };
}
