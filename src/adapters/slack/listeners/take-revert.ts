import { requestIdSchema } from "../../../core/request.ts";
import {
  filedToReader,
  type MessageToReader,
  refusalToReader,
  unknownToReader,
} from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import type { Click } from "./take-decision.ts";

/** Revert was pressed, and Slack asked whether it is meant: files the request that undoes this one, for whoever pressed. */
export async function takeRevert(
  { findPerson, revertRequest }: SlackAppDependencies,
  { userId, triggerId, requestId }: Click,
): Promise<MessageToReader> {
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return unknownToReader(requestId);
  const person = await findPerson(userId);
  if (!person.ok) return refusalToReader(person.error);
  const reverted = await revertRequest(id.data, {
    by: person.value,
    surface: "slack",
    correlationId: `slack#${triggerId}`,
  });
  return reverted.ok ? filedToReader(reverted.value) : refusalToReader(reverted.error);
}
