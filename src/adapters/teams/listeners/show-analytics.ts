import { analyticsWords } from "../../../app/chat/chat-texts.ts";
import type { Person } from "../../../core/person.ts";
import { textMessage } from "../cards/render-lines.ts";
import type { Message } from "../message.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { refusalMessage } from "./refusal-message.ts";

/** A button with the reader's own link. */
export async function showAnalytics(
  { issueAnalyticsLink }: Pick<TeamsAppDependencies, "issueAnalyticsLink">,
  reader: Person,
): Promise<Message> {
  const link = await issueAnalyticsLink(reader);
  if (!link.ok) return refusalMessage(link.error);
  const { text, button } = analyticsWords;
  return textMessage(text, [{ type: "Action.OpenUrl", title: button, url: link.value.url }]);
}
