import type { Person, Surface } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import { askPreflight } from "../../core/transitions/ask-preflight.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";

export type AskPreflight = (
  id: RequestId,
  command: { readonly by: Person; readonly surface: Surface },
) => Promise<Result<ApprovalRequest, Refusal>>;

/** Has the request's database read anew for its card: notes the wish, and its event does the rest. */
export function makeAskPreflight(changer: RequestChanger): AskPreflight {
  return (id, command) => changeRequest(changer, id, (request, now) => askPreflight(request, command, now));
}
