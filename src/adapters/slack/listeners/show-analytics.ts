import { analyticsWords } from "../../../app/chat/chat-texts.ts";
import type { Person } from "../../../core/person.ts";
import { type MessageToReader, refusalToReader, toReader } from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { ownLink, paragraph } from "../text-objects.ts";

/** The reader's own link. No button: Slack would tell of each press on one, and there is nothing to do for it. */
export async function showAnalytics(
  { issueAnalyticsLink }: Pick<SlackAppDependencies, "issueAnalyticsLink">,
  reader: Person,
): Promise<MessageToReader> {
  const link = await issueAnalyticsLink(reader);
  if (!link.ok) return refusalToReader(link.error);
  const { text, button } = analyticsWords;
  return toReader({
    text,
    blocks: [paragraph(text), { type: "section", text: ownLink({ label: button, url: link.value.url }) }],
  });
}
