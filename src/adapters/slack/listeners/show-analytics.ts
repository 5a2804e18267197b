import { analyticsWords } from "../../../app/chat-texts.ts";
import type { Person } from "../../../core/person.ts";
import { type MessageToReader, refusalToReader, toReader } from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { paragraph, plainText } from "../text-objects.ts";

/** Slack tells of a press on a link's button, too; nothing is to be done for it. */
export const openAnalyticsId = "open_analytics";

/** A button with the reader's own link. */
export async function showAnalytics(
  { issueAnalyticsLink }: Pick<SlackAppDependencies, "issueAnalyticsLink">,
  reader: Person,
): Promise<MessageToReader> {
  const link = await issueAnalyticsLink(reader);
  if (!link.ok) return refusalToReader(link.error);
  const { text, button } = analyticsWords;
  return toReader({
    text,
    blocks: [
      paragraph(text),
      {
        type: "actions",
        elements: [
          { type: "button", action_id: openAnalyticsId, text: plainText(button, 75), url: link.value.url },
        ],
      },
    ],
  });
}
