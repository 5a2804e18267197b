import { DateTime } from "luxon";
import type { CostChange } from "../cost.ts";
import type { JsonObject } from "../json.ts";
import type { PersonId, Surface } from "../person.ts";
import type { Risk } from "../risk.ts";
import { weekdays } from "../timing/policy-window.ts";
import type { Policy } from "./policy.ts";

/** What conditions are asked about, besides the operation and its environment. What is not known is left out. */
export interface AskedFacts {
  readonly kind?: "rds" | "message" | "task" | undefined;
  readonly parameters?: JsonObject | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly requester?: PersonId | undefined;
  readonly surface?: Surface | undefined;
  /** When it was asked for. */
  readonly at?: Date | undefined;
  /** What comes along with it; empty where that is known to be nothing. */
  readonly collateral?: readonly string[] | undefined;
  /** The name of the template that it is asked for by. */
  readonly template?: string | undefined;
  /** Asked for as an emergency. */
  readonly isEmergency?: boolean | undefined;
  /** What whoever asks says of the risk themselves: raises it, and takes no rule's word away. */
  readonly claimedRisk?: Risk | undefined;
  /** Its identity and material state, as the intent has them. */
  readonly instance?: JsonObject | undefined;
}

/** The facts by the names that conditions know. */
export function conditionFactsOf(
  policy: Pick<Policy, "groups" | "time_zone">,
  question: {
    readonly operation: string;
    readonly environment: string;
    readonly cost?: CostChange | undefined;
  } & AskedFacts,
  risk: Risk,
): Readonly<Record<string, unknown>> {
  const { requester, at, cost, operation, environment } = question;
  const { kind, parameters, tags, surface, collateral, instance } = question;
  const known = { kind, parameters, tags, surface, collateral, requester };
  return {
    operation,
    environment,
    risk,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    ...(instance && { instance: withWholeNumbers(instance) }),
    ...(cost && cost.kind !== "unknown" && { cost_change: cost.kind === "none" ? 0 : cost.monthlyChange }),
    ...(requester && { requester_groups: groupsOf(policy, requester) }),
    ...(at && { time: clockOf(at, policy.time_zone) }),
  };
}

/** CEL tells whole numbers from others; JSON does not. */
function withWholeNumbers(facts: JsonObject): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      Number.isInteger(value) ? BigInt(Number(value)) : value,
    ]),
  );
}

function groupsOf({ groups }: Pick<Policy, "groups">, person: PersonId): readonly string[] {
  return Object.entries(groups)
    .filter(([, { members }]) => members.includes(person))
    .map(([name]) => name);
}

/** What the clocks of a place show. */
function clockOf(at: Date, zone: string) {
  const shown = DateTime.fromJSDate(at, { zone });
  return {
    hour: BigInt(shown.hour),
    minute: BigInt(shown.minute),
    weekday: weekdays[shown.weekday - 1] ?? "",
    date: shown.toFormat("yyyy-MM-dd"),
  };
}
