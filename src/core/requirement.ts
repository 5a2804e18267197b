import type { PersonId } from "./person.ts";
import type { PolicyTerms } from "./policy-terms.ts";
import type { Risk } from "./risk.ts";

/** What the policy asked for when the request was made; it is not asked again. */
export interface Requirement extends PolicyTerms {
  readonly approvals: number;
  /** Why the risk is one level higher than the policy has it. Empty where it is not. */
  readonly raisedBy: readonly string[];
  /** Everyone who may decide. */
  readonly approvers: readonly PersonId[];
  /** Who may decide as well, once the request is escalated. */
  readonly escalationApprovers: readonly PersonId[];
  readonly groups: readonly string[];
  /** The risks that want a safety snapshot before the operation. Missing in what was asked for before there was any. */
  readonly safetySnapshotAt?: readonly Risk[] | undefined;
  /** The names of the policy's rules that matched. */
  readonly rules: readonly string[];
  /** SHA-256 of the policy file. */
  readonly policyVersion: string;
}
