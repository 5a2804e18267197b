import type { WebClient } from "@slack/web-api";
import { GatewayError } from "../../app/gateway-error.ts";
import type { Chat, ChatPost, PostOutcome, Shown } from "../../app/ports/chat.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { callSlack, type SlackNo } from "./call-slack.ts";
import { findMarkedMessage, markBlockId, type Place } from "./find-marked-message.ts";
import type { Message } from "./message.ts";
import { makeOpenDirectMessage } from "./open-direct-message.ts";
import { renderAlarm } from "./render-alarm.ts";
import { renderCard } from "./render-card.ts";
import { renderLine } from "./render-line.ts";

/** How long a function may wait for its turn when Slack limits the rate; beyond that the queue delivers again. */
const bounds = { patienceSeconds: 3 } as const;

/**
 * Nothing can be posted there, now and later. What says that the bot's own token is no good (`account_inactive`,
 * `invalid_auth`) is not among them: those posts are still owed once somebody has mended it.
 */
const unreachableCodes: ReadonlySet<string> = new Set([
  "cannot_dm_bot",
  "cannot_reply_to_message",
  "channel_not_found",
  "is_archived",
  "is_inactive",
  "message_not_found",
  "messages_tab_disabled",
  "not_in_channel",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "thread_not_found",
  "user_disabled",
  "user_not_found",
  "user_not_visible",
  "users_not_found",
]);

/** The message is not the bot's to change any more, so that a new one is due. */
const goneCodes: ReadonlySet<string> = new Set([
  ...unreachableCodes,
  "cant_update_message",
  "edit_window_closed",
]);

/**
 * Slack as a `Chat`: cards and alarms in channels, lines in their threads, notices as direct messages to the person with that e-mail
 * address. Every message carries its mark as the `block_id` of its first block.
 */
export function makeSlackChat(client: WebClient): Chat {
  const openDirectMessage = makeOpenDirectMessage(client, bounds);

  return {
    post: async ({ mark, post }) => {
      const place = await placeOf(post);
      if (!place.ok) return unreachable(place.error);
      const { channel, thread } = place.value;
      const message = marked(render(post), mark);
      const answer = await callSlack(
        "chat.postMessage",
        () =>
          client.chat.postMessage({
            channel,
            ...message,
            ...(thread !== undefined && { thread_ts: thread }),
            unfurl_links: false,
            unfurl_media: false,
          }),
        bounds,
      );
      if (!answer.ok) return unreachable(answer.error);
      const { ts } = answer.value;
      if (ts === undefined) throw new GatewayError("Slack did not say which message it posted");
      return { kind: "posted", reference: { channel: answer.value.channel ?? channel, message: ts } };
    },

    update: async ({ channel, message }, shown) => {
      const answer = await callSlack(
        "chat.update",
        () => client.chat.update({ channel, ts: message, ...renderShown(shown) }),
        bounds,
      );
      if (answer.ok) return "updated";
      if (goneCodes.has(answer.error.code)) return "gone";
      throw answer.error.error;
    },

    findPosted: async ({ mark, post }, since) => {
      const place = await placeOf(post);
      const found = place.ok
        ? await findMarkedMessage(client, place.value, markBlockId(mark), since, bounds)
        : place;
      if (found.ok) return found.value;
      if (unreachableCodes.has(found.error.code)) return undefined;
      throw found.error.error;
    },
  };

  async function placeOf(post: ChatPost): Promise<Result<Place, SlackNo>> {
    switch (post.kind) {
      case "card":
      case "alarm":
        return ok({ channel: post.channel });
      case "thread-line":
        return ok({ channel: post.thread.channel, thread: post.thread.message });
      case "notice": {
        const opened = await openDirectMessage(post.to);
        return opened.ok ? ok({ channel: opened.value }) : err(opened.error);
      }
    }
  }
}

function unreachable({ code, error }: SlackNo): PostOutcome {
  if (!unreachableCodes.has(code)) throw error;
  return { kind: "unreachable", reason: code };
}

function render(post: ChatPost): Message {
  return "line" in post ? renderLine(post.line) : renderShown(post);
}

function renderShown(shown: Shown): Message {
  return shown.kind === "card" ? renderCard(shown.card) : renderAlarm(shown.alarm);
}

function marked({ text, blocks: [first, ...others] }: Message, mark: string): Message {
  return { text, blocks: first ? [{ ...first, block_id: markBlockId(mark) }, ...others] : [] };
}
