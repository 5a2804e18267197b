import { setTimeout as sleep } from "node:timers/promises";
import { mostClockSkewSeconds } from "../../core/clock-skew.ts";
import { GatewayError, NotDoneError } from "../gateway-error.ts";
import type { Chat } from "../ports/chat.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
import type { DeliveryStep } from "./plan-deliveries.ts";

/** What it takes to post in one chat, each thing once. */
export interface Posting<Id extends string> {
  readonly chat: Chat;
  readonly deliveries: DeliveryStore<Id>;
  readonly now: () => Date;
  /** How long a claim to post or change a message is honoured; longer than that can take. */
  readonly leaseSeconds: number;
  /** Told what cannot be delivered; the rest goes on, unless it throws. */
  readonly onUnreachable: (delivery: Delivery<Id>) => void;
}

/** What is true now, and what a chat does not show of it yet. */
interface Outlook<Id extends string> {
  readonly steps: readonly DeliveryStep<Id>[];
  readonly version: number;
  /** Nothing was posted before. */
  readonly since: Date;
}

/** Nothing where there is nothing to be shown. */
type Look<Id extends string> = (
  readDeliveries: () => Promise<readonly Delivery<Id>[]>,
) => Promise<Outlook<Id> | undefined>;

/** More rounds than a request has events; beyond them another worker holds a claim, and the queue tries again later. */
const mostRounds = 40;

/** In a chat that cannot be searched, what its worker died over is posted once more, and then given up. */
const mostAttempts = 2;

/**
 * Brings a chat up to what is true, as each look finds it: so late, doubled and re-ordered causes end in the same messages. Looks
 * again after its work, until nothing is left to show. Throws a `GatewayError` when another worker does not end its posts.
 */
export function makeBringUpToDate<Id extends string>(
  deps: Posting<Id>,
): (id: Id, look: Look<Id>) => Promise<void> {
  return async (id, look) => {
    const overtaken = new Set<string>();
    const readDeliveries = async () =>
      (await deps.deliveries.list(id)).map((one) =>
        overtaken.has(one.place) ? { ...one, version: 0 } : one,
      );
    for (let round = 1; round <= mostRounds; round += 1) {
      const outlook = await look(readDeliveries);
      if (!outlook || outlook.steps.length === 0) return;
      if (!(await takeInOrder(outlook, overtaken))) await sleep(200);
    }
    throw new GatewayError(`${id}: another worker has not ended its posts`);
  };

  /** False when another worker is at one of the steps; no later one may overtake it. */
  async function takeInOrder({ steps, ...shown }: Outlook<Id>, overtaken: Set<string>): Promise<boolean> {
    for (const step of steps) {
      const claim = await claimOf(step);
      if (!claim) return false;
      await letGoUnlessDone(claim, step.delivery, async () => {
        if (step.kind === "post") await post(step, claim, shown);
        else if (await update(step, claim, shown)) overtaken.delete(claim.place);
        else overtaken.add(claim.place);
      });
    }
    return true;
  }

  /** What the chat surely did not do keeps nobody waiting for the lease. */
  async function letGoUnlessDone(
    claim: Delivery<Id>,
    { attempts }: Delivery<Id>,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof NotDoneError) await release(claim, { attempts });
      throw error;
    }
  }

  async function claimOf({ kind, delivery: seen }: DeliveryStep<Id>): Promise<Delivery<Id> | undefined> {
    const now = deps.now();
    const attempts = kind === "post" ? (seen.attempts ?? 0) + 1 : seen.attempts;
    const isHeld =
      seen.claimedAt !== undefined && now.getTime() - seen.claimedAt.getTime() < deps.leaseSeconds * 1000;
    return isHeld ? undefined : deps.deliveries.save({ ...seen, claimedAt: now, attempts });
  }

  async function post(
    step: Extract<DeliveryStep<Id>, { kind: "post" }>,
    claim: Delivery<Id>,
    { since: earliest, version }: Pick<Outlook<Id>, "since" | "version">,
  ): Promise<void> {
    const marked = { mark: `${claim.requestId}#${claim.place}`, post: step.post };
    // Not since the abandoned claim: more than one may have been, and any of them can have posted. By the chat's clock.
    const since = new Date(earliest.getTime() - mostClockSkewSeconds * 1000);
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
  async function giveUp(claim: Delivery<Id>, unreachable: string, version: number): Promise<void> {
    await release(claim, { unreachable, version, attempts: undefined });
    deps.onUnreachable({ ...claim, unreachable });
  }

  /** False when another worker took the claim over meanwhile: then this change may have come after theirs, and hidden it. */
  async function update(
    step: Extract<DeliveryStep<Id>, { kind: "update" }>,
    claim: Delivery<Id>,
    { version }: Pick<Outlook<Id>, "version">,
  ): Promise<boolean> {
    const outcome = await deps.chat.update(step.reference, step.shown);
    return release(claim, outcome === "updated" ? { version } : { reference: undefined, version: 0 });
  }

  /** False when another worker took the claim over; what they saved stays. */
  async function release(claim: Delivery<Id>, outcome: Partial<Delivery<Id>>): Promise<boolean> {
    return (await deps.deliveries.save({ ...claim, ...outcome, claimedAt: undefined })) !== undefined;
  }
}
