import { requestIdSchema } from "../../../core/request.ts";
import { type MessageToReader, refusalToReader, unknownToReader } from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import type { Click } from "./take-decision.ts";

/** Refresh was pressed: has the database read anew. Says nothing where that is noted, as the card shows it. */
export async function takeRefresh(
  { findPerson, askPreflight }: SlackAppDependencies,
  { userId, requestId }: Click,
): Promise<MessageToReader | undefined> {
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return unknownToReader(requestId);
  const person = await findPerson(userId);
  if (!person.ok) return refusalToReader(person.error);
  const asked = await askPreflight(id.data, { by: person.value, surface: "slack" });
  return asked.ok ? undefined : refusalToReader(asked.error);
}
