import type { InstanceIdentity, Intent } from "../../core/intent.ts";
import type { JsonObject } from "../../core/json.ts";
import type { PersonId, Surface } from "../../core/person.ts";
import type { AskedFacts } from "../../core/policy/condition-facts.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Risk } from "../../core/risk.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { InventoryInstance } from "../ports/inventory.ts";

/** Who asks, where and when; nothing where nobody is known to ask yet. */
export interface Asker {
  readonly by: PersonId;
  readonly surface: Surface;
  readonly at: Date;
  /** By which of the policy's templates. */
  readonly template?: string | undefined;
  readonly isEmergency?: boolean | undefined;
  readonly claimedRisk?: Risk | undefined;
}

/** What the policy's conditions can be asked about an operation on an instance. */
export function askedFactsOf(
  operation: Operation,
  parameters: JsonObject,
  instance: InventoryInstance,
  asker?: Asker,
): AskedFacts {
  return {
    kind: "rds",
    parameters,
    tags: instance.tags ?? {},
    collateral: operation.collateral(parameters, instance).map(({ label, value }) => `${label}: ${value}`),
    instance: instanceFactsOf(instance, operation.materialState(parameters, instance)),
    ...askerFactsOf(asker),
  };
}

/** The same of whoever asks alone; nothing where nobody is known to ask yet. */
export function askerFactsOf(asker: Asker | undefined): AskedFacts {
  if (!asker) return {};
  const { by: requester, surface, at, template, isEmergency, claimedRisk } = asker;
  return {
    requester,
    surface,
    at,
    ...(template !== undefined && { template }),
    ...(isEmergency && { isEmergency }),
    ...(claimedRisk !== undefined && { claimedRisk }),
  };
}

/** The same of a request, as far as it is kept: neither tags nor what comes along. One for each instance of a bulk request. */
export function keptFactsOf(request: ApprovalRequest): readonly AskedFacts[] {
  const { intent } = request;
  const asked = keptAskerFactsOf(request);
  return partsOf(intent).map(({ parameters, instance, state }) => ({
    kind: "rds",
    parameters,
    instance: instanceFactsOf(instance, state ?? {}),
    ...asked,
  }));
}

/** Who asked, where and when, and by what: what they said of the risk themselves is not kept. */
export function keptAskerFactsOf({
  requestedBy,
  requestedVia,
  requestedAt,
  template,
  requirement,
}: ApprovalRequest): AskedFacts {
  const isEmergency = requirement.breakGlass !== undefined;
  return askerFactsOf({ by: requestedBy.id, surface: requestedVia, at: requestedAt, template, isEmergency });
}

function partsOf(intent: Intent) {
  return intent.kind === "bulk" ? intent.parts : intent.kind === "rds" ? [intent] : [];
}

function instanceFactsOf(
  { id, account, region }: Pick<InstanceIdentity, "id" | "account" | "region">,
  state: JsonObject,
): JsonObject {
  return { name: id, account, region, ...state };
}
