import type { AlarmCard } from "../../core/alarm/alarm.ts";
import type { Announcement } from "../../core/announcement.ts";
import type { Card } from "../../core/card.ts";
import type { PersonId } from "../../core/person.ts";
import type { MessageReference } from "./delivery-store.ts";

/** What stands for itself, has a thread, and is kept true: a request's card, or an alarm. */
export type Shown =
  | { readonly kind: "card"; readonly card: Card }
  | { readonly kind: "alarm"; readonly alarm: AlarmCard };

/** What is posted: a card or an alarm in a channel or to a person, a line in the thread under one, or a notice to a person. */
export type ChatPost =
  | (Shown & {
      /** A channel's id, or a person's. */
      readonly channel: string;
    })
  | { readonly kind: "thread-line"; readonly thread: MessageReference; readonly line: Announcement }
  | { readonly kind: "notice"; readonly to: PersonId; readonly line: Announcement };

/** A post with a mark of its own, by which it is found again when a crash hid whether it was made. */
export interface MarkedPost {
  readonly mark: string;
  readonly post: ChatPost;
}

/** `unreachable`: nothing can be posted there, now and later: the channel or person is gone, or the bot was not let in. */
export type PostOutcome =
  | { readonly kind: "posted"; readonly reference: MessageReference }
  | { readonly kind: "unreachable"; readonly reason: string };

/** One chat, as its channels and people. Throws a `GatewayError` when it cannot be said whether something was posted. */
export interface Chat {
  post(post: MarkedPost): Promise<PostOutcome>;
  /** `gone` when the message no longer exists. */
  update(reference: MessageReference, shown: Shown): Promise<"updated" | "gone">;
  /** The message that carries the mark, posted since then, if there is one; `cannot-tell` in a chat that nobody can search. */
  findPosted(post: MarkedPost, since: Date): Promise<MessageReference | "cannot-tell" | undefined>;
}
