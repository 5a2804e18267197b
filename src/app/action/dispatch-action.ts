import { nextLookAt, runUntil } from "../../core/action/action-state.ts";
import {
  type DecisionRecord,
  decisionText,
  findDecisionRecord,
  signedBytes,
} from "../../core/action/decision-record.ts";
import { decidedAtOf } from "../../core/decided-at.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { startAction } from "../../core/transitions/run-action.ts";
import { lapse, noteLook, noteSent } from "../../core/transitions/send-action.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import { type ActionClaims, withdrawnBy } from "../ports/action-claims.ts";
import type { DecisionQueue } from "../ports/decision-queue.ts";
import type { PollerSightings } from "../ports/poller-sightings.ts";
import type { Signer } from "../ports/signer.ts";
import { giveUp, isRunBy, unreportedPatienceSeconds } from "./settle-action.ts";

interface Dependencies extends RequestChanger {
  readonly decisions: DecisionQueue;
  readonly signer: Signer;
  readonly claims: ActionClaims;
  readonly sightings: PollerSightings;
}

export type DispatchAction = (request: ApprovalRequest) => Promise<void>;

/**
 * What is to be done next about an action for an on-premises system: sends its signed decision, looks for the poller that
 * should have taken it, ends it when its time is over. Doing it again is harmless: the decision is the same, and is run once.
 */
export function makeDispatchAction(deps: Dependencies): DispatchAction {
  return async (request) => {
    const record = findDecisionRecord(request);
    if (record?.decision === "rejected") return send(record);
    if (record && request.action?.sentAt) return look(request);
    if (record) {
      await send(record);
      const seen = await deps.sightings.find();
      await changeRequest(deps, request.id, (fresh, now) => noteSent(fresh, seen?.at, now));
    } else if (request.status === "executing" && request.action && deps.now() >= request.run.deadline) {
      await changeRequest(deps, request.id, giveUp);
    }
  };

  async function send(record: DecisionRecord): Promise<void> {
    const decision = decisionText(record);
    const signature = await deps.signer.sign(signedBytes(decision));
    await deps.decisions.send(record, { decision, signature });
  }

  /** A claim tells of a start even where the poller's report of it is lost. */
  async function look(request: ApprovalRequest): Promise<void> {
    const { action, id } = request;
    const approvedAt = decidedAtOf(request);
    const due = action && nextLookAt(action, approvedAt);
    const now = deps.now();
    if (!action || !due || now < due) return;
    const isOver = now >= runUntil(action, approvedAt);
    const own = { requestId: id, nonce: action.nonce, holder: withdrawnBy, store: withdrawnBy, at: now };
    const claim = isOver ? await deps.claims.take(own) : await deps.claims.find(id, action.nonce);
    if (isRunBy(claim)) {
      const start = { poller: claim.holder, at: claim.at, patienceSeconds: unreportedPatienceSeconds };
      await changeRequest(deps, id, (fresh, at) => startAction(fresh, start, at));
    } else if (isOver) {
      await changeRequest(deps, id, lapse);
    } else {
      const seen = await deps.sightings.find();
      await changeRequest(deps, id, (fresh, at) => noteLook(fresh, seen?.at, at));
    }
  }
}
