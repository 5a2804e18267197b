import type { types } from "@slack/bolt";
import type { MessageToReader } from "../message-to-reader.ts";
import { paragraph, plainText } from "../text-objects.ts";

/** A modal that only says something. */
export function noticeView(text: string): types.ModalView {
  return {
    type: "modal",
    title: plainText("Countersign", 24),
    close: plainText("Close", 24),
    blocks: [paragraph(text)],
  };
}

/** A message to the reader where there is no conversation to post it in. */
export function messageView(message: MessageToReader): types.ModalView {
  return { ...noticeView(""), blocks: messageBlocks(message) };
}

/** As Slack draws it in a conversation: the blocks, or the text where there are none. */
export function messageBlocks({ text, blocks }: MessageToReader): types.KnownBlock[] {
  return blocks ?? [{ type: "section", text: { type: "mrkdwn", text, verbatim: true } }];
}
