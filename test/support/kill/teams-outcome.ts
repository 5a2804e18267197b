import { sharedView } from "../../../src/adapters/teams/cards/card-view.ts";
import { renderCard } from "../../../src/adapters/teams/cards/render-card.ts";
import { lineMessage } from "../../../src/adapters/teams/cards/render-lines.ts";
import { type Announcement, threadLineOf } from "../../../src/core/announcement.ts";
import { cardOf } from "../../../src/core/card.ts";
import { requesterNoticeOf } from "../../../src/core/personal-notice.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { acmeTeamsPeople } from "../strict-teams/acme-teams.ts";
import { textOf } from "../strict-teams/text-of.ts";
import { teamsChannel } from "./people/in-teams.ts";
import type { World } from "./start-world.ts";

/** What Teams shows of a settled request that was asked for there, beside what it should show. */
export async function teamsOutcomeOf({ teams, auditLog }: World, request: ApprovalRequest) {
  const { id, requestedBy } = request;
  const events = await auditLog.list(id);
  const requester = Object.values(acmeTeamsPeople).find(
    (person) => "email" in person && person.email === requestedBy.id,
  );
  const card = cardOf(request, new Date());
  const cards = teams
    .messages(teamsChannel)
    .filter((one) => one.from === teams.bot.id && one.root === undefined && textOf(one).includes(id));
  const notices = teams
    .messages(teams.personalChatOf(requester?.id ?? ""))
    .filter((message) => textOf(message).includes(id));

  return {
    cards: cards.map((message) => shownOf(message.card ?? {})),
    lines: cards.flatMap((message) => teams.thread(message).slice(1)).map(textOf),
    notices: notices.map(textOf),
    expected: {
      card: shownOf(renderCard(card, sharedView(card, []))),
      lines: textsOf(events.map((event) => threadLineOf(event))),
      notices: textsOf(events.map((event) => requesterNoticeOf(event, request))),
    },
  };
}

interface Card {
  readonly body?: unknown;
  readonly actions?: readonly { readonly title?: string | undefined }[] | undefined;
}

/** What everybody reads, and which buttons there are. */
function shownOf({ body, actions = [] }: Card) {
  return { text: textOf({ card: { body } }), actions: actions.map(({ title }) => title) };
}

function textsOf(lines: readonly (Announcement | undefined)[]): readonly string[] {
  return lines.flatMap((line) => (line ? [textOf({ card: lineMessage(line).attachments[0].content })] : []));
}
