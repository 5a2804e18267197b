import { setTimeout as sleep } from "node:timers/promises";
import type { Surface } from "../../core/person.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { GatewayError, NotDoneError } from "../gateway-error.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Chat } from "../ports/chat.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { type CardPlaces, type DeliveryStep, planDeliveries } from "./plan-deliveries.ts";

interface Dependencies {
  readonly surface: Surface;
  readonly chat: Chat;
  readonly placesOf: (request: ApprovalRequest) => CardPlaces;
  readonly requests: RequestStore;
  readonly auditLog: AuditLog;
  readonly deliveries: DeliveryStore;
  readonly now: () => Date;
  /** How long a claim to post or change a message is honoured; longer than that can take. */
  readonly leaseSeconds: number;
  /** Told what cannot be delivered; the rest goes on. */
  readonly onUnreachable: (delivery: Delivery) => void;
}

export type AnnounceRequest = (id: RequestId) => Promise<void>;

/** More rounds than a request has events; beyond them another worker holds a claim, and the queue tries again later. */
const mostRounds = 40;

/** In a chat that cannot be searched, what its worker died over is posted once more, and then given up. */
const mostAttempts = 2;

/** The chat's clock may be behind ours. */
const clockSkewMilliseconds = 60_000;

/**
 * Brings a chat up to what is true of a request, whatever event gave the cause: so late, doubled and re-ordered events end
 * in the same card and thread. Looks again after its work, until nothing is left to show.
 */
export function makeAnnounceRequest(deps: Dependencies): AnnounceRequest {
  return async (id) => {
    const overtaken = new Set<string>();
    for (let round = 1; round <= mostRounds; round += 1) {
      const [events, deliveries] = await Promise.all([deps.auditLog.list(id), deps.deliveries.list(id)]);
      // Read after its events, the request knows everything that they tell of.
      const request = await deps.requests.find(id);
      if (!request) return;
      const steps = planDeliveries(
        {
          request,
          events,
          deliveries: deliveries.map((one) => (overtaken.has(one.place) ? { ...one, version: 0 } : one)),
        },
        deps.surface,
        deps.placesOf(request),
        deps.now(),
      );
      if (steps.length === 0) return;
      if (!(await takeInOrder(steps, request, overtaken))) await sleep(200);
    }
    throw new GatewayError(`${id}: another worker has not ended its posts`);
  };

  /** False when another worker is at one of the steps; no later one may overtake it. */
  async function takeInOrder(
    steps: readonly DeliveryStep[],
    request: ApprovalRequest,
    overtaken: Set<string>,
  ): Promise<boolean> {
    for (const step of steps) {
      const claim = await claimOf(step);
      if (!claim) return false;
      await letGoUnlessDone(claim, step.delivery, async () => {
        if (step.kind === "post") await post(step, claim, request);
        else if (await update(step, claim, request)) overtaken.delete(claim.place);
        else overtaken.add(claim.place);
      });
    }
    return true;
  }

  /** What the chat surely did not do keeps nobody waiting for the lease. */
  async function letGoUnlessDone(
    claim: Delivery,
    { attempts }: Delivery,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof NotDoneError) await release(claim, { attempts });
      throw error;
    }
  }

  async function claimOf({ kind, delivery: seen }: DeliveryStep): Promise<Delivery | undefined> {
    const now = deps.now();
    const attempts = kind === "post" ? (seen.attempts ?? 0) + 1 : seen.attempts;
    const isHeld =
      seen.claimedAt !== undefined && now.getTime() - seen.claimedAt.getTime() < deps.leaseSeconds * 1000;
    return isHeld ? undefined : deps.deliveries.save({ ...seen, claimedAt: now, attempts });
  }

  async function post(
    step: Extract<DeliveryStep, { kind: "post" }>,
    claim: Delivery,
    { requestedAt, version }: ApprovalRequest,
  ): Promise<void> {
    const marked = { requestId: claim.requestId, mark: `${claim.requestId}#${claim.place}`, post: step.post };
    // Not since the abandoned claim: more than one may have been, and any of them can have posted.
    const since = new Date(requestedAt.getTime() - clockSkewMilliseconds);
    const found = step.delivery.claimedAt && (await deps.chat.findPosted(marked, since));
    if (found === "cannot-tell" && (step.delivery.attempts ?? 0) >= mostAttempts) {
      await giveUp(claim, "nobody can say whether it was posted", version);
      return;
    }
    if (found && found !== "cannot-tell") {
      // Nobody knows which state a card shows that is found again: version 0 has it updated in the next round.
      await release(claim, { reference: found, version: 0, attempts: undefined });
      return;
    }
    const outcome = await deps.chat.post(marked);
    if (outcome.kind === "posted") {
      const { reference } = outcome;
      await release(claim, { reference, version, unreachable: undefined, attempts: undefined });
    } else {
      await giveUp(claim, outcome.reason, version);
    }
  }

  /** Until the request changes again, where it is a card; for good where it is not. */
  async function giveUp(claim: Delivery, unreachable: string, version: number): Promise<void> {
    await release(claim, { unreachable, version, attempts: undefined });
    deps.onUnreachable({ ...claim, unreachable });
  }

  /** False when another worker took the claim over meanwhile: then this change may have come after theirs, and hidden it. */
  async function update(
    step: Extract<DeliveryStep, { kind: "update" }>,
    claim: Delivery,
    { version }: ApprovalRequest,
  ): Promise<boolean> {
    const outcome = await deps.chat.updateCard(step.reference, step.card);
    return release(claim, outcome === "updated" ? { version } : { reference: undefined, version: 0 });
  }

  /** False when another worker took the claim over; what they saved stays. */
  async function release(claim: Delivery, outcome: Partial<Delivery>): Promise<boolean> {
    return (await deps.deliveries.save({ ...claim, ...outcome, claimedAt: undefined })) !== undefined;
  }
}
