import { type ApprovalRequest, requestIdSchema } from "../core/request.ts";
import type { RequestStore } from "./ports/request-store.ts";

/** The request of that id, as somebody typed it or a button carries it; nothing for what is no id, or is not there. */
export async function findNamed(
  requests: Pick<RequestStore, "find">,
  given: string,
): Promise<ApprovalRequest | undefined> {
  const id = requestIdSchema.safeParse(given);
  return id.success ? requests.find(id.data) : undefined;
}
