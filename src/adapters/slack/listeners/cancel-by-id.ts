import { cancelledText } from "../../../app/chat/chat-texts.ts";
import type { Person } from "../../../core/person.ts";
import { requestIdSchema } from "../../../core/request.ts";
import {
  type MessageToReader,
  refusalToReader,
  textToReader,
  unknownToReader,
} from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";

/** Takes the person's own request back, typed or pressed. */
export async function cancelById(
  { cancelRequest }: SlackAppDependencies,
  givenId: string,
  by: Person,
): Promise<MessageToReader> {
  const id = requestIdSchema.safeParse(givenId);
  if (!id.success) return unknownToReader(givenId);
  const cancelled = await cancelRequest(id.data, { by, surface: "slack" });
  return cancelled.ok ? textToReader(cancelledText(cancelled.value)) : refusalToReader(cancelled.error);
}
