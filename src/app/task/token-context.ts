import type { RequestId } from "../../core/request.ts";
import type { SecretContext } from "../ports/secret-box.ts";

/** What a task's token is sealed with: the functions' rights name the purpose. */
export function tokenContextOf(requestId: RequestId): SecretContext {
  return { purpose: "task-token", request_id: requestId };
}
