import { hashOfToken, type RawToken } from "../../core/links/link-token.ts";
import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { TokenStore } from "../ports/token-store.ts";

export type IssueToken = (request: ApprovalRequest, recipient: PersonId) => Promise<RawToken>;

interface IssueTokenDependencies {
  readonly tokens: Pick<TokenStore, "add">;
  readonly now: () => Date;
  /** Another one by chance with each call. */
  readonly newToken: () => RawToken;
}

/**
 * A token for the links to one recipient, who can then decide what the request is now. It is stored before it is given out,
 * so that no mail has a link that nobody knows. A recipient may have several; the first one used uses up the others.
 */
export function makeIssueToken({ tokens, now, newToken }: IssueTokenDependencies): IssueToken {
  return async ({ id: requestId, digest, expiresAt }, recipient) => {
    const raw = newToken();
    const hash = hashOfToken(raw);
    await tokens.add({ requestId, hash, recipient, digest, expiresAt, issuedAt: now(), wrongTries: 0 });
    return raw;
  };
}
