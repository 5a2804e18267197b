import { fullNameOf } from "../../core/instance-name.ts";
import type { Person, Surface } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { err, type Result } from "../../core/result.ts";
import { shortened } from "../../core/texts.ts";
import { longestText } from "../../core/transitions/create.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { SubmitRequest } from "./submit-request.ts";

export type RevertRequest = (
  id: RequestId,
  command: {
    readonly by: Person;
    readonly surface: Surface;
    /** The same for each copy of one click, which gets the first one's request. */
    readonly correlationId: string;
  },
) => Promise<Result<ApprovalRequest, Refusal>>;

interface Dependencies {
  readonly requests: Pick<RequestStore, "find">;
  readonly submitRequest: SubmitRequest;
  readonly tenant: string;
}

/**
 * Files the request that would undo an executed one, with the values that were recorded when that was asked for; it needs
 * approval like any other. Anybody may ask, and ask again when that was refused.
 */
export function makeRevertRequest({ requests, submitRequest, tenant }: Dependencies): RevertRequest {
  return async (id, { by, surface, correlationId }) => {
    const request = await requests.find(id);
    if (request?.tenant !== tenant) return err({ kind: "unknown-request", requestId: id });
    const { status, intent, inverse, justification } = request;
    if (status !== "executed") return err({ kind: "wrong-status", action: "reverted", status });
    if (intent.kind === "bulk")
      return err({ kind: "not-revertible", why: "each of its instances is reverted by its own request" });
    if (intent.kind !== "rds" || !inverse) return err({ kind: "not-revertible", why: "nothing undoes it" });
    return submitRequest({
      operation: inverse.operation,
      instanceId: fullNameOf(intent.instance),
      parameters: inverse.parameters,
      justification: shortened(`Reverts ${id}: ${justification}`, longestText),
      by,
      surface,
      correlationId: `revert#${id}#${correlationId}`,
      reverts: { requestId: id, resourceId: intent.instance.resourceId },
    });
  };
}
