import type { types } from "@slack/bolt";
import { findNamed } from "../../../app/find-named.ts";
import type { ApprovalRequest } from "../../../core/request.ts";
import {
  type MessageToReader,
  refusalToReader,
  textToReader,
  unknownToReader,
} from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { detailsView } from "../views/show-details.ts";
import { wholeRequestView } from "../views/whole-request.ts";
import type { Click } from "./take-decision.ts";

/** Show details was pressed on a card: opens what that has no room for, to everybody whom Countersign knows. */
export async function showDetails(
  deps: SlackAppDependencies,
  click: Click,
): Promise<MessageToReader | undefined> {
  return openToRead(deps, click, detailsView);
}

/** Details was pressed in a home, which has no card: opens that as well. */
export async function showWhole(
  deps: SlackAppDependencies,
  click: Click,
): Promise<MessageToReader | undefined> {
  return openToRead(deps, click, (request) => wholeRequestView(request, deps.now()));
}

/** The trigger is good for three seconds, so both look-ups go at once. */
async function openToRead(
  { findPerson, requests, client }: SlackAppDependencies,
  { userId, triggerId, requestId }: Click,
  viewOf: (request: ApprovalRequest) => types.ModalView,
): Promise<MessageToReader | undefined> {
  const [person, request] = await Promise.all([findPerson(userId), findNamed(requests, requestId)]);
  if (!person.ok) return refusalToReader(person.error);
  if (!request) return unknownToReader(requestId);
  const outcome = await openView(client, triggerId, viewOf(request));
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}
