import type { types } from "@slack/bolt";
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
