import { z } from "zod";
import { analyticsWords } from "../../../app/chat/chat-texts.ts";
import { findNamed } from "../../../app/find-named.ts";
import type { Home } from "../../../core/home/home.ts";
import { type HomeQuery, parseHomeQuery, withFilter } from "../../../core/home/home-query.ts";
import type { Person } from "../../../core/person.ts";
import type { Refusal } from "../../../core/refusal.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { shortened } from "../../../core/texts.ts";
import type { AdaptiveCard } from "../cards/adaptive-card.ts";
import { homeVerbs } from "../cards/buttons.ts";
import type { CardView } from "../cards/card-view.ts";
import { homeCard } from "../cards/render-home.ts";
import { plain } from "../cards/text-elements.ts";
import { type Message, messageOf } from "../message.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { viewFor } from "./show-request.ts";

const nameSchema = z.string().catch("");

/** A button of the home itself: what is to be shown, and which request where it opens one. */
export const homePressSchema = z
  .object({
    verb: z.enum(homeVerbs),
    data: z.object({
      home: z.string().max(300),
      request_id: nameSchema,
      environment: nameSchema,
      operation: nameSchema,
    }),
  })
  .transform(({ verb, data: { home, request_id: requestId, ...chosen } }) => {
    const query = parseHomeQuery(home);
    // A choice that names nothing, such as that of all, is none: the text's own rules say so.
    const filtered = parseHomeQuery(`?${new URLSearchParams(chosen).toString()}`);
    return { verb, requestId, home: verb === homeVerbs.filter ? withFilter(query, filtered) : query };
  });

export type HomePress = z.infer<typeof homePressSchema>;

interface Reader {
  readonly person: Person;
  readonly userId: string;
}

/** The home as it was asked for, or one of its requests in its place, from which there is a way back. */
export async function takeHomePress(
  deps: TeamsAppDependencies,
  reader: Reader,
  { verb, requestId, home }: HomePress,
): Promise<AdaptiveCard> {
  if (verb === homeVerbs.analytics) return showHomeWithAnalytics(deps, reader, home);
  if (verb !== homeVerbs.open) return showHome(deps, reader, home);
  const request = await findNamed(deps.requests, requestId);
  if (request) return viewFor(deps, request, reader, { home });
  const refusal = noticeOf({ kind: "unknown-request", requestId: shortened(requestId, 100) });
  return showHome(deps, reader, home, refusal);
}

/** Somebody's home as of now, and what they are told in it. */
export async function showHome(
  deps: TeamsAppDependencies,
  reader: Reader,
  query: HomeQuery,
  notice?: CardView["notice"],
): Promise<AdaptiveCard> {
  return homeCard(await deps.openHome(reader.person, query), { userId: reader.userId, notice });
}

/** The home, with a button for the reader's own link in place of the one that asked for it. */
async function showHomeWithAnalytics(
  deps: TeamsAppDependencies,
  { person, userId }: Reader,
  query: HomeQuery,
): Promise<AdaptiveCard> {
  const [home, link] = await Promise.all([deps.openHome(person, query), deps.issueAnalyticsLink(person)]);
  if (!link.ok) return homeCard(home, { userId, notice: noticeOf(link.error) });
  const { text, button } = analyticsWords;
  return homeCard(home, {
    userId,
    notice: { text, isBad: false },
    link: { title: button, url: link.value.url },
  });
}

function noticeOf(refusal: Refusal): CardView["notice"] {
  return { text: plain(refusalText(refusal)), isBad: true };
}

/** What notifications and screen readers say of it. */
export function homeMessage(home: Home, userId: string): Message {
  const waiting = home.lists.find(({ section }) => section === "waiting")?.entries.length ?? 0;
  const summary = waiting === 0 ? "Your home: nothing waits for you" : "Your home: something waits for you";
  return messageOf(summary, homeCard(home, { userId }));
}
