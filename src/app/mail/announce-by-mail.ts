import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { GatewayError, NotDoneError } from "../gateway-error.ts";
import type { IssueToken } from "../links/issue-token.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Delivery, DeliveryStore } from "../ports/delivery-store.ts";
import type { MailBlocks } from "../ports/mail-blocks.ts";
import type { Mail, Mailer, MailOutcome } from "../ports/mailer.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { type MailStep, planMails } from "./plan-mails.ts";

interface Dependencies {
  readonly requests: RequestStore;
  readonly auditLog: AuditLog;
  readonly deliveries: DeliveryStore;
  readonly mailer: Mailer;
  readonly mailBlocks: MailBlocks;
  readonly issueToken: IssueToken;
  readonly now: () => Date;
  /** How long a claim to send is honoured; longer than that can take. */
  readonly leaseSeconds: number;
}

/** Sends the mails that a request owes. */
export type AnnounceByMail = (id: RequestId) => Promise<void>;

/** So long another worker that is at a mail is waited for; then the queue tries again later. */
const mostRounds = 25;
const pauseMilliseconds = 200;

/** A mail cannot be found again: one whose sender died over it is sent once more, and then given up. */
const mostAttempts = 2;

/**
 * Sends what is owed of a request, whatever event gave the cause, each mail once: it is claimed before and noted after it. Only
 * where a worker died in between, or heard no answer, one duplicate is possible. What cannot be sent keeps no other mail back; the
 * first failure is thrown at the end, so that the queue tries again.
 */
export function makeAnnounceByMail(deps: Dependencies): AnnounceByMail {
  return async (id) => {
    const failures: unknown[] = [];
    for (let round = 1; round <= mostRounds; round += 1) {
      const [events, deliveries] = await Promise.all([deps.auditLog.list(id), deps.deliveries.list(id)]);
      // Read after its events, the request knows everything that they tell of.
      const request = await deps.requests.find(id);
      const steps = request ? planMails({ request, events, deliveries }, deps.now()) : [];
      if (!request || steps.length === 0) return;
      let isHeld = false;
      for (const step of steps) {
        const taken = await take(step, request, failures);
        isHeld ||= !taken;
      }
      if (failures.length > 0) throw failures[0];
      if (isHeld) await sleep(pauseMilliseconds);
    }
    throw new GatewayError(`${id}: another worker has not ended its mails`);
  };

  /** False when another worker is at it. */
  async function take(step: MailStep, request: ApprovalRequest, failures: unknown[]): Promise<boolean> {
    const { claimedAt, attempts = 0 } = step.delivery;
    const now = deps.now();
    if (claimedAt && now.getTime() - claimedAt.getTime() < deps.leaseSeconds * 1000) return false;
    const claim = await deps.deliveries.save({ ...step.delivery, claimedAt: now, attempts: attempts + 1 });
    if (!claim) return false;
    try {
      if (attempts < mostAttempts) await send(step, claim, request);
      else await release(claim, { unreachable: "nobody can say whether the mail was sent" });
    } catch (error) {
      if (error instanceof NotDoneError) await release(claim, { attempts });
      failures.push(error);
    }
    return true;
  }

  async function send(
    { to, content, hasLinks }: MailStep,
    claim: Delivery,
    request: ApprovalRequest,
  ): Promise<void> {
    const { requestId, place } = claim;
    const { version } = request;
    const block = await beforeSending(deps.mailBlocks.find(to));
    if (block) {
      await release(claim, { unreachable: block.reason, version });
      return;
    }
    const token = hasLinks ? await beforeSending(deps.issueToken(request, to)) : undefined;
    const outcome = await handOver({ requestId, place, to, content, token });
    await release(
      claim,
      outcome.kind === "sent"
        ? { reference: { channel: to, message: outcome.messageId }, version, attempts: undefined }
        : { unreachable: outcome.reason, version },
    );
  }

  /** What is no fault of the mail service is a defect of ours, met before anything was handed over. */
  async function handOver(mail: Mail): Promise<MailOutcome> {
    try {
      return await deps.mailer.send(mail);
    } catch (cause) {
      throw cause instanceof GatewayError ? cause : new NotDoneError("the mail could not be made", { cause });
    }
  }

  /** A failure of what comes before the mail leaves no doubt about that. */
  async function beforeSending<Value>(preparing: Promise<Value>): Promise<Value> {
    try {
      return await preparing;
    } catch (cause) {
      throw new NotDoneError("the mail could not be prepared", { cause });
    }
  }

  /** What another worker saved, who took the claim over, stays. */
  async function release(claim: Delivery, outcome: Partial<Delivery>): Promise<void> {
    await deps.deliveries.save({ ...claim, ...outcome, claimedAt: undefined });
  }
}
