import type { RequestId } from "../../../src/core/request.ts";
import type { Message as SlackMessage } from "../../support/strict-slack/workspace-records.ts";
import { teamsChannel } from "./model-policy.ts";
import type { World } from "./world.ts";

export function findSlackCard(world: World, id: RequestId): SlackMessage | undefined {
  return slackCardsOf(world, id)[0];
}

/** Known by the mark that each was posted with, as a card can name other requests, too. */
export function slackCardsOf({ slack }: World, id: RequestId): readonly SlackMessage[] {
  return slack.workspace.messages.filter(
    (message) => message.thread_ts === undefined && markOf(message)?.startsWith(`${id}#`),
  );
}

const marks = new WeakMap<SlackMessage, string | undefined>();

/** Looked for once in each state of a message, as every check asks for it. */
function markOf(message: SlackMessage): string | undefined {
  if (!marks.has(message)) {
    const [posted = message.blocks] = message.earlierBlocks;
    marks.set(message, /"(req-[0-9a-z]+#[^"]*#card)"/.exec(JSON.stringify(posted))?.[1]);
  }
  return marks.get(message);
}

export function findTeamsCard(world: World, id: RequestId) {
  return teamsCardsOf(world, id)[0];
}

/** The id stands on its own line of it, and of no other request's. */
export function teamsCardsOf({ teams: { tenant } }: World, id: RequestId) {
  return tenant.messages.filter(
    ({ conversation, from, root, card }) =>
      conversation === teamsChannel.id &&
      from === tenant.bot.id &&
      root === undefined &&
      JSON.stringify(card ?? {}).includes(`"text":"${id}"`),
  );
}
