import type { types } from "@slack/bolt";
import { z } from "zod";
import { type HomeQuery, wholeHome } from "../../../core/home/home-query.ts";
import { callSlack } from "../call-slack.ts";
import { type MessageToReader, refusalToReader } from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { closedHomeView, homeView } from "../views/home.ts";

export const homeOpenedSchema = z.object({
  user: z.string(),
  tab: z.string().default("home"),
  view: z.object({ hash: z.string() }).optional(),
});

/**
 * Somebody came to the app's home: draws it anew, whole. A copy of the event, or one that comes late, finds the home changed since
 * and leaves it as it is, so that it cannot undo what its reader has chosen meanwhile.
 */
export async function openHome(
  deps: SlackAppDependencies,
  { user, tab, view }: z.infer<typeof homeOpenedSchema>,
): Promise<void> {
  if (tab !== "home") return;
  await showHome(deps, user, wholeHome, { hash: view?.hash });
}

interface Shown {
  /** The home that is to be replaced, and no other. */
  readonly hash?: string | undefined;
  /** What its reader is told above the lists. */
  readonly told?: MessageToReader | undefined;
}

/** Draws somebody's home; for whom Countersign does not deal with, that it does not. */
export async function showHome(
  deps: SlackAppDependencies,
  userId: string,
  query: HomeQuery,
  { hash, told }: Shown = {},
): Promise<void> {
  const person = await deps.findPerson(userId);
  const view = person.ok
    ? homeView(await deps.openHome(person.value, query), told)
    : closedHomeView(refusalToReader(person.error));
  await publish(deps, userId, view, hash);
}

async function publish(
  { client }: SlackAppDependencies,
  userId: string,
  view: types.HomeView,
  hash: string | undefined,
): Promise<void> {
  const answer = await callSlack("views.publish", () =>
    client.views.publish({ user_id: userId, view, ...(hash !== undefined && { hash }) }),
  );
  if (!answer.ok && answer.error.code !== "hash_conflict") throw answer.error.error;
}
