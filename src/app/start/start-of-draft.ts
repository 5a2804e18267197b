import { subjectOf } from "../../core/intent.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { windowsDemanded } from "../../core/policy/windows-demanded.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { freezeAt } from "../../core/timing/freeze.ts";
import { nextStart } from "../../core/timing/next-start.ts";
import { parseWhen } from "../../core/timing/parse-when.ts";
import { hoursOfPolicyWindow, policyWindowText } from "../../core/timing/policy-window.ts";
import type { Start } from "../../core/timing/start.ts";
import { describeStart } from "../../core/timing/start-facts.ts";
import { findMaintenanceWindow } from "../../operations/rules/time-window.ts";
import type { BulkDraft } from "../submit/draft-bulk.ts";
import type { Draft } from "../submit/draft-request.ts";
import { startRulesOf } from "./plan-start.ts";

interface Asked {
  /** As somebody wrote it; nothing where they said nothing. */
  readonly when: string | undefined;
  readonly now: Date;
}

/** A draft with its start: in the intent, in what people read, and in the time that there is to decide. */
type Started = Pick<Draft | BulkDraft, "intent" | "description" | "expiresAfterSeconds">;

/**
 * When a draft starts; a moment that was asked for also ends the time to decide. Refused where the start is not one, where the
 * policy wants it elsewhere, and in a freeze that refuses.
 */
export function withStart(
  policy: Policy,
  draft: Draft | BulkDraft,
  { when = "", now }: Asked,
): Result<Started, Refusal> {
  const parsed = parseWhen(when, { windows: policy.windows, now });
  if (!parsed.ok) return err(aboutWhen(parsed.error));
  const { intent, environment, risk, description, estimatedCost: cost, maintenanceWindow } = draft;
  const pinned = draft.requirement;
  const partCosts =
    "partDrafts" in draft ? draft.partDrafts.map(({ estimatedCost }) => estimatedCost) : undefined;
  const { partFacts } = draft;
  const question = { operation: intent.operation, environment, risk, cost, partCosts, partFacts, pinned };
  const demanded = windowsDemanded(policy, question);
  const start = when.trim() === "" ? defaultStart(demanded) : parsed.value;
  if (start?.kind === "maintenance-window" && intent.kind === "bulk")
    return err(aboutWhen(windowsOfTheirOwn));
  if (!liesIn(policy, demanded, start)) {
    return err({ kind: "start-elsewhere", windows: demanded.map((name) => windowText(policy, name)) });
  }
  const instanceId = subjectOf(intent);
  const rules = startRulesOf(policy, {
    ...question,
    start,
    instanceId,
    maintenanceWindow,
  });
  if (!rules.ok) return err({ kind: "never-starts", why: rules.error });
  const unfrozen = nextStart({ ...rules.value, freezes: [] }, now);
  const next = nextStart(rules.value, now);
  if (!unfrozen || !next)
    return err({ kind: "never-starts", why: "the windows that it has to start in never meet" });

  const freeze = freezeAt(rules.value.freezes, unfrozen.at);
  if (freeze?.action === "refuse") {
    return err({ kind: "frozen", freeze: freeze.name, until: freeze.to, reason: freeze.reason });
  }
  const facts = describeStart(start, {
    instanceId,
    maintenanceWindow: findMaintenanceWindow(maintenanceWindow ?? ""),
    policyWindow: start?.kind === "window" ? policy.windows[start.name] : undefined,
    freeze,
  });
  const secondsToStart = Math.floor((next.at.getTime() - now.getTime()) / 1000);
  return ok({
    intent: { ...intent, ...(start && { start }) },
    description: { ...description, facts: [...description.facts, ...facts] },
    expiresAfterSeconds:
      start?.kind === "at" ? Math.min(draft.expiresAfterSeconds, secondsToStart) : draft.expiresAfterSeconds,
  });
}

const windowsOfTheirOwn =
  "each of these instances has a maintenance window of its own: ask for them one by one, or choose a time or a window of the policy";

function aboutWhen(message: string): Refusal {
  return { kind: "invalid-parameters", issues: [{ parameter: "when", message }] };
}

function defaultStart([first]: readonly string[]): Start | undefined {
  return first === undefined ? undefined : { kind: "window", name: first };
}

/** A moment has to lie in every window that is demanded; one of them by name is held to the others when it starts. */
function liesIn(policy: Policy, demanded: readonly string[], start: Start | undefined): boolean {
  if (demanded.length === 0) return true;
  if (start?.kind === "window") return demanded.includes(start.name);
  if (start?.kind !== "at") return false;
  const at = new Date(start.at);
  return demanded.every((name) => {
    const window = policy.windows[name];
    const opening = window && hoursOfPolicyWindow(name, window).nextOpening(at);
    return opening !== undefined && opening.from <= at;
  });
}

function windowText(policy: Policy, name: string): string {
  const window = policy.windows[name];
  return window ? `${name} (${policyWindowText(window)})` : name;
}
