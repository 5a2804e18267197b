import { chainStart } from "../audit-event.ts";
import { partIdOf } from "../bulk/part-id.ts";
import { digestOf } from "../intent.ts";
import type { ApprovalRequest } from "../request.ts";
import { type Change, change } from "./change.ts";
import type { ExecutingRequest } from "./run.ts";

/**
 * The request of one instance of a running bulk request: approved at birth by what approved that, as its digest covers this
 * part too. It has no channels, and goes the ordinary road from here. Nothing where what was approved has no such part.
 */
export function createPart(bulk: ExecutingRequest, index: number, now: Date): Change | undefined {
  const intent = bulk.intent.kind === "bulk" ? bulk.intent.parts[index] : undefined;
  if (!intent || digestOf(bulk.intent) !== bulk.digest) return undefined;
  const { run: _, partDrafts = [], reverts: __, ...facts } = bulk;
  const {
    title = `${intent.operation} ${intent.instance.id}`,
    inverse,
    estimatedCost,
  } = partDrafts[index] ?? {};
  const digest = digestOf(intent);
  const born: ApprovalRequest = {
    ...facts,
    id: partIdOf(bulk.id, index),
    partOf: bulk.id,
    version: 0,
    intent,
    digest,
    description: { title, effect: bulk.description.effect, facts: [] },
    inverse,
    estimatedCost,
    slackChannels: [],
    teamsChannels: [],
    teamsPeople: [],
    emailRecipients: [],
    undelivered: undefined,
    requestedAt: now,
    differences: [],
    status: "approved",
    statusHistory: [{ status: "approved", at: now, by: "system:run" }],
    notedRefusals: [],
    chainEnd: chainStart,
  };
  return change(born, born, {
    kind: "created",
    by: "system:run",
    at: now,
    details: {
      intent,
      digest,
      part_of: bulk.id,
      part: index,
      approved_digest: bulk.digest,
      approved_by: bulk.decisions.filter(({ kind }) => kind === "approve").map(({ by }) => by.id),
      requested_by: bulk.requestedBy.id,
      environment: bulk.environment,
      risk_level: bulk.risk,
      approvals_required: bulk.requirement.approvals,
      policy_version: bulk.requirement.policyVersion,
    },
  });
}
