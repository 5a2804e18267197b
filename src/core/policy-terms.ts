import type { PersonId } from "./person.ts";
import type { PolicyWindow } from "./timing/policy-window.ts";

/** A group as it was when the request was made. */
export interface GroupMembers {
  readonly group: string;
  readonly members: readonly PersonId[];
}

/** Why nothing of the kind is done: the rule that says so, and what it says. */
interface Denial {
  readonly rule: string;
  readonly reason: string;
}

/** People who may decide as well when nobody has for so long since the asking began. */
export interface EscalationStep {
  readonly afterSeconds: number;
  readonly groups: readonly string[];
  readonly approvers: readonly PersonId[];
}

/** When those who have not decided are reminded: first after so long, then each time `backOff` times as long. */
export interface Reminders {
  readonly afterSeconds: number;
  readonly backOff: number;
  readonly atMost: number;
}

export const heldInQuietHours = ["reminders", "escalation", "expiry"] as const;

/** When people are left alone, and what waits for its end. */
export interface QuietHours {
  readonly window: PolicyWindow;
  readonly hold: readonly (typeof heldInQuietHours)[number][];
}

/** A rule whose condition could not be evaluated: it counted where it asks for more, and nowhere else. */
export interface UncertainRule {
  readonly rule: string;
  readonly why: string;
}

/** What an emergency skips, and who looks at it afterwards. */
export interface BreakGlassTerms {
  readonly approvalsSkipped: number;
  readonly reviewers: readonly PersonId[];
  /** Who is told, and may review as well, when that is overdue. */
  readonly escalateTo: readonly PersonId[];
  /** From its end on. */
  readonly reviewWithinSeconds: number;
  readonly ignoresFreezes: boolean;
}

/** What the policy's rules gave besides a number and names. Each is left out where no rule gives it. */
export interface PolicyTerms {
  /** Each of these groups has to approve by a person of its own. */
  readonly oneFromEach?: readonly GroupMembers[] | undefined;
  /** Only people of this level or a higher one may decide. */
  readonly level?: number | undefined;
  /** People of the highest level: one of them is enough by themselves. */
  readonly owners?: readonly PersonId[] | undefined;
  /** Whose decision nobody else can make for them. */
  readonly ownDecisionOnly?: readonly PersonId[] | undefined;
  /** The rule that lets it pass without anybody. */
  readonly autoApprovedBy?: string | undefined;
  /** How many approvals it would have needed but for that. */
  readonly approvalsPassedOver?: number | undefined;
  readonly denial?: Denial | undefined;
  /** It runs as an emergency, without the approvals that are asked for otherwise. */
  readonly breakGlass?: BreakGlassTerms | undefined;
  /** In their order. */
  readonly escalation?: readonly EscalationStep[] | undefined;
  readonly reminders?: Reminders | undefined;
  readonly quietHours?: QuietHours | undefined;
  readonly uncertainRules?: readonly UncertainRule[] | undefined;
}
