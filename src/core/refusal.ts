import type { Delegation } from "./delegation/delegation.ts";
import type { PersonId } from "./person.ts";
import type { Status } from "./request.ts";

/** An expected "no". Each kind has one wording, the same on every surface. */
export type Refusal =
  | { readonly kind: "unknown-request"; readonly requestId: string }
  | { readonly kind: "self-approval" }
  | { readonly kind: "not-an-approver"; readonly groups: readonly string[] }
  | { readonly kind: "already-decided"; readonly decision: "approve" | "reject" }
  /** `isOwn`: it was decided for the reader; else the one whom the reader would decide for. */
  | {
      readonly kind: "seat-taken";
      readonly decision: "approve" | "reject";
      readonly by: string;
      readonly isOwn: boolean;
    }
  /** All limits together, as people read them; and what else keeps it from starting in them, if anything. */
  | { readonly kind: "no-start-left"; readonly limits: string; readonly why: string }
  | { readonly kind: "unlimitable" }
  | { readonly kind: "too-late"; readonly at: Date }
  | { readonly kind: "nothing-to-review" }
  | { readonly kind: "self-review" }
  | { readonly kind: "not-a-reviewer" }
  | { readonly kind: "already-reviewed"; readonly verdict: "confirm" | "object" }
  | { readonly kind: "review-complete" }
  | { readonly kind: "objection-reason-required" }
  | { readonly kind: "no-break-glass"; readonly groups: readonly string[] }
  | { readonly kind: "no-analytics"; readonly groups: readonly string[] }
  | { readonly kind: "incident-required" }
  | { readonly kind: "unknown-template"; readonly template: string; readonly known: readonly string[] }
  | {
      readonly kind: "template-elsewhere";
      readonly template: string;
      readonly environments: readonly string[];
    }
  | { readonly kind: "not-your-template"; readonly template: string; readonly groups: readonly string[] }
  | { readonly kind: "delegation-to-self" }
  | { readonly kind: "already-delegated"; readonly delegation: Delegation }
  /** `isOwn`: the reader decides for somebody; else the one whom they name is away. */
  | { readonly kind: "delegation-chain"; readonly delegation: Delegation; readonly isOwn: boolean }
  | { readonly kind: "delegation-vetoed"; readonly groups: readonly string[] }
  | { readonly kind: "nothing-to-delegate" }
  | { readonly kind: "unfit-delegate"; readonly name: string }
  | { readonly kind: "unknown-colleague"; readonly typed: string }
  | { readonly kind: "too-many-delegations" }
  | { readonly kind: "no-delegation" }
  | { readonly kind: "already-resolved"; readonly status: Status; readonly by: string; readonly at: Date }
  | { readonly kind: "expired"; readonly at: Date }
  | { readonly kind: "changed-since-seen" }
  | { readonly kind: "reason-required" }
  | { readonly kind: "override-reason-required" }
  | {
      readonly kind: "denied";
      readonly rule: string;
      readonly reason: string;
      readonly environment: string;
    }
  | { readonly kind: "text-too-long"; readonly field: string; readonly limit: number }
  | { readonly kind: "not-yours-to-cancel"; readonly requester: PersonId; readonly isDecided: boolean }
  | { readonly kind: "not-due"; readonly at: Date }
  | { readonly kind: "wrong-status"; readonly action: string; readonly status: Status }
  | { readonly kind: "unknown-operation"; readonly operation: string; readonly known: readonly string[] }
  | { readonly kind: "unknown-instance"; readonly instanceId: string; readonly similar: readonly string[] }
  | { readonly kind: "ambiguous-instance"; readonly instanceId: string; readonly names: readonly string[] }
  | { readonly kind: "nothing-selected"; readonly selection: string }
  | {
      readonly kind: "too-many-instances";
      readonly count: number;
      readonly limit: number;
      /** The one whose policy sets the limit; nothing where the limit is everybody's. */
      readonly environment?: string;
    }
  | {
      readonly kind: "mixed-environments";
      readonly environments: readonly { readonly name: string; readonly instances: readonly string[] }[];
    }
  | { readonly kind: "part-of-bulk"; readonly bulk: string }
  | { readonly kind: "invalid-parameters"; readonly issues: readonly ParameterIssue[] }
  | { readonly kind: "frozen"; readonly freeze: string; readonly until: Date; readonly reason: string }
  /** Each window as people read it: "night (every day 22:00–05:00 UTC)". */
  | { readonly kind: "start-elsewhere"; readonly windows: readonly string[] }
  | { readonly kind: "never-starts"; readonly why: string }
  | { readonly kind: "not-revertible"; readonly why: string }
  | { readonly kind: "justification-required" }
  | {
      readonly kind: "nobody-can-approve";
      readonly needed: number;
      readonly eligible: number;
      readonly groups: readonly string[];
      /** Groups that each have to approve, where that is what cannot be. */
      readonly oneFromEach?: readonly string[];
    }
  | { readonly kind: "unknown-person"; readonly why: string }
  | { readonly kind: "preflight-recent"; readonly seconds: number }
  | {
      readonly kind: "needs-approval";
      readonly environment: string;
      readonly approvals: number;
      readonly groups: readonly string[];
      /** The line that asks for it in chat; nothing where it does not fit into one. */
      readonly command: string | undefined;
    }
  | { readonly kind: "key-used"; readonly requestId: string }
  | { readonly kind: "unknown-link" }
  | { readonly kind: "outdated-link" }
  | { readonly kind: "locked-link" }
  | { readonly kind: "stale-form" }
  | { readonly kind: "unknown-webhook"; readonly webhookId: string }
  | { readonly kind: "too-many-webhooks"; readonly limit: number }
  | { readonly kind: "webhook-exists"; readonly webhookId: string }
  | { readonly kind: "webhook-disabled"; readonly webhookId: string; readonly reason: string }
  | { readonly kind: "nothing-to-resend" }
  | { readonly kind: "no-request-webhooks" }
  | { readonly kind: "unconfirmed"; readonly what: string; readonly length: number };

export interface ParameterIssue {
  readonly parameter: string;
  readonly message: string;
}

const notedKinds: ReadonlySet<Refusal["kind"]> = new Set([
  "self-approval",
  "not-an-approver",
  "not-yours-to-cancel",
  "unknown-link",
  "self-review",
  "not-a-reviewer",
]);

/** Refusals that an auditor must find in the log, because somebody tried what they may not do. */
export function isNotedForAudit({ kind }: Refusal): boolean {
  return notedKinds.has(kind);
}
