import { noInstanceText } from "../../../app/chat/chat-texts.ts";
import { type MessageToReader, refusalToReader, textToReader } from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { chooseOperationView, mostOptions } from "../views/choose-operation.ts";
import { fromHome } from "../views/from-home.ts";
import type { Click } from "./take-decision.ts";

/** Opens the form for a new request. The trigger is good for three seconds, so both look-ups go at once. */
export async function openForm(
  deps: SlackAppDependencies,
  { userId, triggerId, home }: Omit<Click, "requestId">,
): Promise<MessageToReader | undefined> {
  const [person, instances] = await Promise.all([
    deps.findPerson(userId),
    deps.inventory.search(deps.tenant, "", mostOptions + 1),
  ]);
  if (!person.ok) return refusalToReader(person.error);
  if (instances.length === 0) {
    return textToReader(noInstanceText);
  }
  const view = fromHome(chooseOperationView(instances, deps.policy), home);
  const outcome = await openView(deps.client, triggerId, view);
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}
