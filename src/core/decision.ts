import type { Person, Surface } from "./person.ts";
import type { ApprovalLimits } from "./timing/approval-limits.ts";

/** One person's yes or no to a request. */
export interface Decision {
  readonly kind: "approve" | "reject";
  readonly by: Person;
  readonly surface: Surface;
  readonly at: Date;
  /** Whose key or identity told it at the API. */
  readonly through?: string | undefined;
  /** The approver's comment or the reason for a rejection. Empty when there is none. */
  readonly comment: string;
  /** Who is away, and for whom they decided. */
  readonly onBehalfOf?: Person | undefined;
  /** When it may start, by this approval. */
  readonly limits?: ApprovalLimits | undefined;
}

/** What one person thinks of what was done in an emergency. */
export interface Review {
  readonly verdict: "confirm" | "object";
  readonly by: Person;
  readonly surface: Surface;
  readonly at: Date;
  /** Whose key or identity told it at the API. */
  readonly through?: string | undefined;
  /** Empty where there is none. */
  readonly comment: string;
}
