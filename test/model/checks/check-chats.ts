import assert from "node:assert/strict";
import { renderCard } from "../../../src/adapters/slack/render-card.ts";
import { renderLine } from "../../../src/adapters/slack/render-line.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { cardOf } from "../../../src/core/card.ts";
import { slackCardsOf, teamsCardsOf } from "../world/cards.ts";
import type { Seen, World } from "../world/world.ts";

/** However its events came: one card in a place, and no rule of Slack's or Teams' broken. */
export function checkChats(world: World): void {
  for (const id of world.seen.keys()) {
    assert(slackCardsOf(world, id).length <= 1, `${id} has two cards in Slack`);
    // Nobody can look for a message in Teams, so a post whose maker died is made once more.
    assert(teamsCardsOf(world, id).length <= 2, `${id} has more than two cards in Teams`);
  }
  assert.deepEqual(world.slack.workspace.failures, [], "Slack's rules are kept");
  assert.deepEqual(world.teams.tenant.failures, [], "Teams' rules are kept");
}

/** Once nothing is on its way any more, every card and thread tells what is true. */
export function checkShown(world: World, { request, events }: Seen): void {
  const { id } = request;
  const kinds = events.map(({ kind }) => kind).join(" ");
  for (const channel of request.slackChannels) {
    const cards = slackCardsOf(world, id).filter((card) => card.channel === channel);
    assert.equal(cards.length, 1, `${id} (${kinds}) has its card in ${channel}`);
    const [card] = cards;
    const expected = renderCard(cardOf(request, world.now()));
    assert.equal(card?.text, expected.text, `the card of ${id} (${kinds}) shows what is true`);
    assert.deepEqual(
      actionsIn(card?.blocks ?? []),
      actionsIn(expected.blocks),
      `the buttons of ${id} (${kinds})`,
    );
    const lines = world.slack.workspace.messages
      .filter(
        (message) => message.channel === channel && message.thread_ts === card?.ts && message.ts !== card?.ts,
      )
      .map(({ text }) => text);
    const owed = events.flatMap((event) => {
      const line = threadLineOf(event);
      return line ? [renderLine(line).text] : [];
    });
    assert.deepEqual(lines.toSorted(), owed.toSorted(), `the thread of ${id} (${kinds})`);
  }
  for (const _ of request.teamsChannels ?? []) {
    assert(teamsCardsOf(world, id).length >= 1, `${id} (${kinds}) has its card in Teams`);
    const { state } = cardOf(request, world.now());
    const shown = teamsCardsOf(world, id).map(({ card }) => JSON.stringify(card));
    const told = JSON.stringify(state.text).slice(1, 60);
    assert(
      shown.some((card) => card.includes(told)),
      `the card of ${id} (${kinds}) in Teams says "${told}"`,
    );
  }
}

function actionsIn(blocks: readonly object[]): readonly string[] {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"(\w+)"/g)].map(([, action = ""]) => action);
}
