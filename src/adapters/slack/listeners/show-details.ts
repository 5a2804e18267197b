import { requestIdSchema } from "../../../core/request.ts";
import { fitted } from "../escape-mrkdwn.ts";
import { type MessageToReader, refusalToReader, textToReader } from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { detailsView } from "../views/show-details.ts";
import type { Click } from "./take-decision.ts";

/** Show details was pressed: opens what the card has no room for, to everybody whom Countersign knows. */
export async function showDetails(
  { findPerson, requests, client }: SlackAppDependencies,
  { userId, triggerId, requestId }: Click,
): Promise<MessageToReader | undefined> {
  const id = requestIdSchema.safeParse(requestId);
  const [person, request] = await Promise.all([
    findPerson(userId),
    id.success ? requests.find(id.data) : undefined,
  ]);
  if (!person.ok) return refusalToReader(person.error);
  if (!request) return refusalToReader({ kind: "unknown-request", requestId: fitted(requestId, 100) });
  const outcome = await openView(client, triggerId, detailsView(request));
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}
