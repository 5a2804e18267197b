import type { Chat, ChatPost, Shown } from "../../app/ports/chat.ts";
import type { Conversation, ConversationStore } from "../../app/ports/conversation-store.ts";
import type { Card } from "../../core/card.ts";
import { personIdSchema } from "../../core/person.ts";
import type { Result } from "../../core/result.ts";
import { sharedView } from "./cards/card-view.ts";
import { alarmMessage } from "./cards/render-alarm.ts";
import { renderCard, summaryOf } from "./cards/render-card.ts";
import { lineMessage } from "./cards/render-lines.ts";
import type { Connector, TeamsNo } from "./connector.ts";
import { makeFindPlace } from "./find-place.ts";
import { makeFindViewers } from "./find-viewers.ts";
import { type Message, messageOf } from "./message.ts";

interface Dependencies {
  readonly connector: Connector;
  readonly conversations: ConversationStore;
  readonly tenantIds: readonly string[];
  readonly now: () => Date;
}

/**
 * Teams as a `Chat`: cards in channels and in people's own chats with the bot, alarms in channels, lines as replies to either, notices
 * in the person's own chat. Nothing that was posted can be searched for.
 */
export function makeTeamsChat(deps: Dependencies): Chat {
  const { connector } = deps;
  const findPlace = makeFindPlace(deps);
  const findViewers = makeFindViewers(deps);

  return {
    post: async ({ post }) => {
      const place = await placeOf(post);
      if (!place.ok) return { kind: "unreachable", reason: place.error };
      const conversation = place.value;
      // In a channel its thread, which is the message's own conversation; elsewhere there are none.
      const conversationId = post.kind === "thread-line" ? post.thread.channel : conversation.id;
      const message = await render(post, conversation);
      const { serviceUrl } = conversation;
      const answer = await connector.post({ serviceUrl, conversationId }, message);
      if (!answer.ok) {
        if (!isUnreachable(answer.error)) throw answer.error.error;
        return { kind: "unreachable", reason: answer.error.code };
      }
      const { id } = answer.value;
      const isThread = "channel" in post && hasThreads(conversation.id);
      const channel = isThread ? `${conversation.id};messageid=${id}` : conversationId;
      return { kind: "posted", reference: { channel, message: id } };
    },

    update: async ({ channel, message }, shown) => {
      const place = await findPlace.conversation(channel);
      if (!place.ok) return "gone";
      const { serviceUrl } = place.value;
      const answer = await connector.update(
        { serviceUrl, conversationId: channel },
        message,
        await renderShown(shown, place.value),
      );
      if (answer.ok) return "updated";
      if (isUnreachable(answer.error)) return "gone";
      throw answer.error.error;
    },

    findPosted: async () => "cannot-tell",
  };

  function placeOf(post: ChatPost): Promise<Result<Conversation, string>> {
    switch (post.kind) {
      case "alarm":
      case "card": {
        const person = personIdSchema.safeParse(post.channel);
        return person.success && !isChannel(post.channel)
          ? findPlace.person(person.data)
          : findPlace.conversation(post.channel);
      }
      case "thread-line":
        return findPlace.conversation(post.thread.channel);
      case "notice":
        return findPlace.person(post.to);
    }
  }

  async function render(post: ChatPost, conversation: Conversation): Promise<Message> {
    return "line" in post ? lineMessage(post.line) : renderShown(post, conversation);
  }

  async function renderShown(shown: Shown, conversation: Conversation): Promise<Message> {
    return shown.kind === "card" ? cardMessage(shown.card, conversation) : alarmMessage(shown.alarm);
  }

  async function cardMessage(card: Card, conversation: Conversation): Promise<Message> {
    const viewers = card.actors.length > 0 ? await findViewers(card.actors, conversation) : [];
    return messageOf(summaryOf(card), renderCard(card, sharedView(card, viewers)));
  }
}

/** The ids of channels and group chats begin so; those of people's own chats do not. */
function isChannel(id: string): boolean {
  return id.startsWith("19:");
}

/** A group chat has none. */
function hasThreads(id: string): boolean {
  return /@thread\.(?:tacv2|skype)$/.test(id);
}

/** Nothing can be written there, now and later: the bot or the person is gone, or was never let in. */
function isUnreachable({ status }: TeamsNo): boolean {
  return status === 403 || status === 404;
}
