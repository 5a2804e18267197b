import type { LinkToken, TokenEnd } from "../../core/links/link-token.ts";
import type { RequestId } from "../../core/request.ts";

/** The tokens of the links that were sent. Kept are their hashes alone. */
export interface TokenStore {
  /** Once it resolves, the token is found. */
  add(token: LinkToken): Promise<void>;
  /** The token of this hash as it is now; nothing when the request has none such. */
  find(requestId: RequestId, hash: string): Promise<LinkToken | undefined>;
  list(requestId: RequestId): Promise<readonly LinkToken[]>;
  /** Notes how the token ended; the first end stays. */
  end(token: LinkToken, end: TokenEnd): Promise<void>;
  /** Counts one more wrong try, and tells how many there are now. */
  countWrongTry(token: LinkToken): Promise<number>;
}
