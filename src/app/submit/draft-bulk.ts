import { describeBulk } from "../../core/bulk/describe-bulk.ts";
import { partIdOf } from "../../core/bulk/part-id.ts";
import { partNamesOf } from "../../core/bulk/part-names.ts";
import { placeFacts } from "../../core/card.ts";
import { addCosts } from "../../core/cost.ts";
import type { BulkIntent } from "../../core/intent.ts";
import type { AskedFacts } from "../../core/policy/condition-facts.ts";
import { evaluatePolicy, type PolicyAnswer } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { strictestAnswer } from "../../core/policy/strictest-answer.ts";
import type { ParameterIssue, Refusal } from "../../core/refusal.ts";
import type { PartDraft, RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { namesText } from "../../core/texts.ts";
import type { NewRequest } from "../../core/transitions/create.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import type { Asker } from "./asked-facts.ts";
import { type Draft, draftRequest } from "./draft-request.ts";
import { gatherIssues, type InstanceIssue } from "./gather-issues.ts";
import { planSafetySnapshot } from "./plan-safety-snapshot.ts";
import { sameCallIssue } from "./same-call-issue.ts";

interface BulkWish {
  readonly operation: Operation;
  /** Two or more, of one environment. */
  readonly instances: readonly InventoryInstance[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly parallelism: number;
  /** As it was typed. */
  readonly selection: string;
  readonly asker?: Asker | undefined;
}

export type BulkDraft = PolicyAnswer &
  Pick<NewRequest, "description" | "environment" | "environmentSource" | "estimatedCost"> & {
    readonly intent: BulkIntent;
    readonly partDrafts: readonly PartDraft[];
    /** Each instance has its own. */
    readonly maintenanceWindow?: undefined;
    readonly partFacts: readonly AskedFacts[];
  };

interface Part {
  readonly instance: InventoryInstance;
  readonly instanceId: string;
  readonly name: string;
  readonly requestId: RequestId;
  readonly draft: Draft;
}

/** A request and its first event each hold the intent, and DynamoDB takes 400 KB of either. */
const mostBytes = 150_000;
const mostSources = 3;

/**
 * What one operation on several instances would do, and who would have to agree: each instance is asked of the policy, and the
 * strictest answer counts. Refused where the parameters are wrong for one of them, where the environment's policy allows fewer,
 * and where two of them would lead to the same call.
 */
export function draftBulk(
  policy: Policy,
  wish: BulkWish,
  id: RequestId,
  prices: PriceTable,
): Result<BulkDraft, Refusal> {
  const { operation, instances, parallelism, selection } = wish;
  const environment = instances[0]?.environment ?? "production";
  const limit = policy.environments[environment]?.bulk?.at_most;
  if (limit !== undefined && instances.length > limit) {
    return err({ kind: "too-many-instances", count: instances.length, limit, environment });
  }
  const drafted = draftParts(policy, wish, id, prices);
  if (!drafted.ok) return drafted;
  const estimatedCost = addCosts(drafted.value.map(({ draft }) => draft.estimatedCost));
  // A limit of cost means the whole; beside it each part counts too, as one may save what another costs.
  const raisedBy = [...new Set(drafted.value.flatMap(({ draft }) => draft.requirement.raisedBy))];
  const ofTheWhole = (part: Part) =>
    evaluatePolicy(policy, {
      ...part.draft.partFacts[0],
      operation: operation.name,
      environment,
      catalogueRisk: operation.riskIn(environment),
      raisedBy,
      cost: estimatedCost,
    });
  const parts = drafted.value.map((part) =>
    withSafetySnapshot(operation, part, ofTheWhole(part).requirement),
  );
  const [first, ...others] = parts;
  if (!first) return err({ kind: "nothing-selected", selection });
  const intent: BulkIntent = {
    kind: "bulk",
    operation: operation.name,
    parallelism,
    parts: parts.map(({ draft }) => draft.intent),
  };
  const issue = sameCallIssue(operation, parts) ?? sizeIssue(intent);
  if (issue) return err({ kind: "invalid-parameters", issues: [issue] });
  const described = parts.map(({ draft: { description, intent: one }, ...part }) => ({
    ...part,
    description: { ...description, facts: [...placeFacts(one), ...description.facts] },
  }));
  const sources = [...new Set(parts.map(({ draft }) => draft.environmentSource))];
  return ok({
    ...strictestAnswer([
      ofTheWhole(first),
      first.draft,
      ...others.flatMap((part) => [ofTheWhole(part), part.draft]),
    ]),
    partFacts: parts.flatMap(({ draft }) => draft.partFacts),
    intent,
    partDrafts: parts.map(({ draft: { description, inverse, estimatedCost: cost } }) => ({
      title: description.title,
      inverse,
      estimatedCost: cost,
    })),
    estimatedCost,
    description: describeBulk(described, { label: operation.label, parallelism, selection }),
    environment,
    environmentSource: namesText(sources, mostSources),
  });
}

function draftParts(
  policy: Policy,
  { operation, instances, parameters, asker }: BulkWish,
  id: RequestId,
  prices: PriceTable,
): Result<readonly Part[], Refusal> {
  const parts: Part[] = [];
  const wrong: InstanceIssue[] = [];
  const names = partNamesOf(instances);
  for (const [index, instance] of instances.entries()) {
    const requestId = partIdOf(id, index);
    const drafted = draftRequest(policy, { operation, instance, parameters, asker }, requestId, prices);
    const { id: instanceId } = instance;
    if (drafted.ok)
      parts.push({
        instance,
        instanceId,
        name: names[index] ?? instanceId,
        requestId,
        draft: drafted.value,
      });
    else if (drafted.error.kind !== "invalid-parameters") return drafted;
    else wrong.push(...drafted.error.issues.map((issue) => ({ ...issue, instanceId: instance.id })));
  }
  return wrong.length === 0
    ? ok(parts)
    : err({ kind: "invalid-parameters", issues: gatherIssues(wrong, instances.length) });
}

/** With the snapshot that only a rule about the whole wants. */
function withSafetySnapshot(
  operation: Operation,
  part: Part,
  { safetySnapshotAt }: PolicyAnswer["requirement"],
): Part {
  const { instance, requestId, draft } = part;
  const { risk, requirement, intent, description } = draft;
  if (requirement.safetySnapshotAt?.includes(risk)) return part;
  const plan = planSafetySnapshot(
    { operation, instance, risk, requirement: { safetySnapshotAt } },
    requestId,
  );
  return {
    ...part,
    draft: {
      ...draft,
      intent: { ...intent, ...(plan.id !== undefined && { safetySnapshot: plan.id }) },
      description: { ...description, facts: [...description.facts, ...plan.facts] },
    },
  };
}

function sizeIssue(intent: BulkIntent): ParameterIssue | undefined {
  return Buffer.byteLength(JSON.stringify(intent)) > mostBytes
    ? {
        parameter: "instances",
        message: "there is too much to say of so many at once: ask for fewer at a time",
      }
    : undefined;
}
