import { z } from "zod";
import { type HomeQuery, parseHomeQuery } from "../../../core/home/home-query.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { fitted } from "../escape-mrkdwn.ts";
import { type MessageToReader, refusalToReader, textToReader } from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { homeActionIds } from "../views/home.ts";
import { messageView } from "../views/notice.ts";
import { wholeRequestView } from "../views/whole-request.ts";
import { openForm } from "./open-form.ts";
import { showAnalytics } from "./show-analytics.ts";
import { showHome } from "./show-home.ts";
import { askDecision, type Click, takeCancel } from "./take-decision.ts";
import { askReview } from "./take-review.ts";

const optionSchema = z.object({ value: z.string() });

/** A press or a choice in a home. Who made it is in the envelope that Slack signed. */
export const homePressSchema = z
  .object({
    user: z.object({ id: z.string() }),
    trigger_id: z.string(),
    actions: z.tuple(
      [
        z.object({
          action_id: z.enum(Object.values(homeActionIds)),
          value: z.string().default(""),
          selected_option: optionSchema.nullish(),
        }),
      ],
      z.unknown(),
    ),
  })
  .transform(({ user, trigger_id, actions: [{ action_id, value, selected_option }] }) => {
    const [requestId = "", ...query] = (selected_option?.value ?? value).split("?");
    const home = parseHomeQuery(query.join("?"));
    return { actionId: action_id, userId: user.id, triggerId: trigger_id, requestId, home };
  });

type HomePress = z.infer<typeof homePressSchema>;

/** Does what was pressed; gives what its reader has to be told where that could not be done. */
export async function takeHomePress(
  deps: SlackAppDependencies,
  press: HomePress,
): Promise<MessageToReader | undefined> {
  const { actionId, userId, home } = press;
  switch (actionId) {
    case homeActionIds.approve:
      return askDecision(deps, "approve", press);
    case homeActionIds.reject:
      return askDecision(deps, "reject", press);
    case homeActionIds.confirm:
      return askReview(deps, "confirm", press);
    case homeActionIds.object:
      return askReview(deps, "object", press);
    case homeActionIds.cancel:
      await showHome(deps, userId, home, { told: await takeCancel(deps, press) });
      return undefined;
    case homeActionIds.details:
      return showWhole(deps, press);
    case homeActionIds.new:
      return openForm(deps, press);
    case homeActionIds.analytics:
      return showOwnAnalytics(deps, userId);
    case homeActionIds.refresh:
    case homeActionIds.back:
    case homeActionIds.next:
    case homeActionIds.environment:
    case homeActionIds.operation:
      await showHome(deps, userId, home);
      return undefined;
  }
}

/**
 * Says it over the home, or in it where Slack waits no longer; and draws that anew, as what was pressed may be there no more. A
 * home has no conversation to answer in.
 */
export async function tellInHome(
  deps: SlackAppDependencies,
  {
    userId,
    triggerId,
    home,
  }: { readonly userId: string; readonly triggerId: string; readonly home: HomeQuery },
  message: MessageToReader,
): Promise<void> {
  const outcome = await openView(deps.client, triggerId, messageView(message));
  await showHome(deps, userId, home, { told: outcome === "opened" ? undefined : message });
}

async function showOwnAnalytics(deps: SlackAppDependencies, userId: string): Promise<MessageToReader> {
  const person = await deps.findPerson(userId);
  return person.ok ? showAnalytics(deps, person.value) : refusalToReader(person.error);
}

async function showWhole(
  { findPerson, requests, client, now }: SlackAppDependencies,
  { userId, triggerId, requestId }: Click,
): Promise<MessageToReader | undefined> {
  const id = requestIdSchema.safeParse(requestId);
  const [person, request] = await Promise.all([
    findPerson(userId),
    id.success ? requests.find(id.data) : undefined,
  ]);
  if (!person.ok) return refusalToReader(person.error);
  if (!request) return refusalToReader({ kind: "unknown-request", requestId: fitted(requestId, 100) });
  const outcome = await openView(client, triggerId, wholeRequestView(request, now()));
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}
