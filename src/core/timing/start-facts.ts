import type { Fact } from "../fact.ts";
import { startOf } from "../intent.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { type Freeze, freezeName } from "./freeze.ts";
import { plannedText } from "./moment-text.ts";
import { type PolicyWindow, policyWindowText } from "./policy-window.ts";
import type { Start } from "./start.ts";
import { type WeeklyWindow, weeklyWindowText } from "./weekly-window.ts";

const label = "Starts";

/** What is known of the windows when a start is described. */
export interface StartContext {
  readonly instanceId: string;
  readonly maintenanceWindow: WeeklyWindow | undefined;
  /** The window that the start names; nothing where nobody has looked it up. */
  readonly policyWindow?: PolicyWindow | undefined;
  /** Will hold it, as things are. */
  readonly freeze?: Freeze | undefined;
}

/** The start as facts of the request's description. A moment is not among them: each surface shows it in the reader's own zone. */
export function describeStart(start: Start | undefined, context: StartContext): readonly Fact[] {
  const { freeze } = context;
  return [
    ...ruleOf(start, context),
    ...(freeze
      ? [{ label: "Held", value: `until ${plannedText(freeze.to)} by the freeze ${freezeName(freeze)}` }]
      : []),
  ];
}

function ruleOf(
  start: Start | undefined,
  { instanceId, maintenanceWindow, policyWindow }: StartContext,
): readonly Fact[] {
  switch (start?.kind) {
    case "maintenance-window": {
      const hours = maintenanceWindow ? `, ${weeklyWindowText(maintenanceWindow)}` : "";
      return [{ label, value: `in the maintenance window of ${instanceId}${hours}` }];
    }
    case "window": {
      const hours = policyWindow ? `: ${policyWindowText(policyWindow)}` : "";
      return [{ label, value: `in the window ${start.name}${hours}` }];
    }
    default:
      return [];
  }
}

interface StartFact {
  readonly label: string;
  readonly value: string | Date;
}

/** When the request starts, as everyone who decides must read it; nothing where it is at once. */
export function startFactsOf(request: ApprovalRequest, now: Date): readonly StartFact[] {
  const start = startOf(request.intent);
  const rule = start?.kind === "at" ? momentFacts(request, new Date(start.at), now) : describedFacts(request);
  if (request.status !== "scheduled") return rule;
  const { startAt } = request;
  const isSaid = start?.kind === "at" && startAt.getTime() === Date.parse(start.at);
  return isSaid ? rule : [...rule, { label: "Next start", value: startAt }];
}

function describedFacts({ description }: ApprovalRequest): readonly Fact[] {
  return description.facts.filter(isOfStart);
}

function momentFacts(request: ApprovalRequest, at: Date, now: Date): readonly StartFact[] {
  const hasPassed = isOpen(request) && at <= now;
  return [{ label, value: hasPassed ? `at once when it is approved: ${plannedText(at)} has passed` : at }];
}

/** What `startFactsOf` shows already. */
export function isOfStart(fact: Fact): boolean {
  return fact.label === label;
}
