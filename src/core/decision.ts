import type { Person, Surface } from "./person.ts";
import type { ApprovalLimits } from "./timing/approval-limits.ts";

/** That one person has said something about a request. */
interface Said {
  readonly by: Person;
  readonly surface: Surface;
  readonly at: Date;
  /** Whose key or identity told it at the API. */
  readonly through?: string | undefined;
  /** Their comment, or the reason for a no. Empty where there is none. */
  readonly comment: string;
}

/** One person's yes or no to a request. */
export interface Decision extends Said {
  readonly kind: "approve" | "reject";
  /** Who is away, and for whom they decided. */
  readonly onBehalfOf?: Person | undefined;
  /** When it may start, by this approval. */
  readonly limits?: ApprovalLimits | undefined;
}

/** What one person thinks of what was done in an emergency. */
export interface Review extends Said {
  readonly verdict: "confirm" | "object";
}
