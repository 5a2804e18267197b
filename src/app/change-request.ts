import type { Person, Surface } from "../core/person.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Change } from "../core/transitions/change.ts";
import { noteRefusal } from "../core/transitions/note-refusal.ts";
import { GatewayError } from "./gateway-error.ts";
import { pauseAfterConflict } from "./pause-after-conflict.ts";
import type { RequestStore } from "./ports/request-store.ts";

export interface RequestChanger {
  readonly requests: RequestStore;
  readonly now: () => Date;
}

const mostAttempts = 12;

/**
 * Reads a request, lets a pure transition decide, and saves what it says; decides again on fresh data when another change
 * came between. Throws a `GatewayError` when others keep coming first.
 */
export async function changeRequest<Changed extends ApprovalRequest>(
  { requests, now }: RequestChanger,
  id: RequestId,
  transition: (request: ApprovalRequest, now: Date) => Result<Change<Changed>, Refusal>,
): Promise<Result<Changed, Refusal>> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const request = await requests.find(id);
    if (!request) return err({ kind: "unknown-request", requestId: id });
    const outcome = transition(request, now());
    if (!outcome.ok) return outcome;
    if ((await requests.save(outcome.value)) === "saved") return ok(outcome.value.request);
    await pauseAfterConflict(attempt);
  }
  throw new GatewayError(`${id} was changed by others ${mostAttempts} times in a row`);
}

/** Somebody's attempt to change a request, for the audit log to note where it is refused. */
export interface Attempt {
  readonly by: Person;
  readonly surface: Surface;
  readonly attempt: "approve" | "reject" | "cancel" | "confirm" | "object";
}

/** Like `changeRequest`, for what a person tries: a refusal that matters to an auditor is noted on the request's chain. */
export async function attemptChange(
  changer: RequestChanger,
  id: RequestId,
  attempt: Attempt,
  transition: (request: ApprovalRequest, now: Date) => Result<Change, Refusal>,
): Promise<Result<ApprovalRequest, Refusal>> {
  let refused: Refusal | undefined;
  const outcome = await changeRequest(changer, id, (request, now) => {
    const decided = transition(request, now);
    refused = decided.ok ? undefined : decided.error;
    if (!refused) return decided;
    const note = noteRefusal(request, { refusal: refused, ...attempt }, now);
    return note ? ok(note) : decided;
  });
  return refused ? err(refused) : outcome;
}
