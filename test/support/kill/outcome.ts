import { setTimeout as sleep } from "node:timers/promises";
import { renderCard } from "../../../src/adapters/slack/render-card.ts";
import { renderLine } from "../../../src/adapters/slack/render-line.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { cardOf } from "../../../src/core/card.ts";
import { requesterNoticeOf } from "../../../src/core/personal-notice.ts";
import { type ApprovalRequest, isFinal, type RequestId } from "../../../src/core/request.ts";
import { eventually } from "../eventually.ts";
import type { Message } from "../strict-slack/workspace-records.ts";
import type { World } from "./start-world.ts";

/** What can be looked at from outside of the application. */
export type Seen = Pick<World, "slack" | "requests" | "auditLog" | "ledger" | "queues" | "runs">;

const lookEveryMs = 200;
const longestWaitMs = 90_000;

/** Waits until nothing is on its way to a handler. */
export async function isQuiet({ ledger, queues }: Pick<Seen, "ledger" | "queues">): Promise<void> {
  await eventually("quiet", async () => ledger.isStreamRead() && (await queues.left()) === 0);
}

/** Waits until the request has ended and nothing of it, doubled or late, is still on its way. */
export async function settled(
  world: Seen,
  id: RequestId,
  withinMs = longestWaitMs,
): Promise<ApprovalRequest> {
  return eventually(
    `the end of ${id} and of all its messages`,
    async () => {
      await world.runs();
      await sleep(lookEveryMs);
      if ((await world.queues.left()) > 0) return undefined;
      const request = await world.requests.find(id);
      if (!request || !isFinal(request)) return undefined;
      const events = await world.auditLog.list(id);
      const isTold = events.every(({ sequence }) => world.ledger.isPublished(id, sequence));
      // With the stream read to its end before, empty queues stay empty.
      const isOver = isTold && world.ledger.isStreamRead() && (await world.queues.left()) === 0;
      return isOver ? request : undefined;
    },
    withinMs,
  ).catch(async (cause: unknown) => {
    const events = await world.auditLog.list(id);
    const kinds = events.map(({ kind }) => kind).join(" ");
    const left = await world.queues.leftText();
    throw new Error(`${cause}: ${kinds}; messages left: ${left}`, { cause });
  });
}

/** What can be seen of a request once it has settled, beside what should be seen. */
export async function outcomeOf(world: Seen, request: ApprovalRequest) {
  const { slack } = world;
  const { id } = request;
  const card = renderCard(cardOf(request, new Date()));
  const events = await world.auditLog.list(id);
  const directChannels = slack
    .calls("chat.postMessage")
    .map(({ args }) => String(args.channel))
    .filter((channel) => channel.startsWith("D"));
  const notices = [...new Set(directChannels)].flatMap((channel) => about(slack.messages(channel)));

  function about(messages: readonly Message[]): readonly Message[] {
    return messages.filter((message) => JSON.stringify(message).includes(id));
  }

  return {
    /** Without the readings for the approvers, which go on beside all that. */
    kinds: events.map(({ kind }) => kind).filter((kind) => !kind.startsWith("preflight-")),
    brokenLink: findBrokenLink(events),
    chainEnd: events.at(-1)?.hash,
    places: request.slackChannels.map((channel) => {
      const cards = about(slack.messages(channel)).filter(({ thread_ts }) => thread_ts === undefined);
      return {
        cards: cards.map(({ text, blocks }) => ({
          text,
          actions: actionsIn(blocks),
        })),
        lines: cards.flatMap(({ ts }) => slack.thread(channel, ts).slice(1)).map(({ text }) => text),
      };
    }),
    notices: notices.map(({ text }) => text),
    expected: {
      card: { text: card.text, actions: actionsIn(card.blocks) },
      lines: textsOf(events.map((event) => threadLineOf(event))),
      notices: textsOf(events.map((event) => requesterNoticeOf(event, request))),
    },
  };
}

/** Which buttons there are, as Slack is told. */
function actionsIn(blocks: readonly object[]): readonly string[] {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"(\w+)"/g)].map(([, action = ""]) => action);
}

function textsOf(lines: readonly (ReturnType<typeof threadLineOf> | undefined)[]): readonly string[] {
  return lines.flatMap((line) => (line ? [renderLine(line).text] : []));
}
