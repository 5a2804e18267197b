import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import type { MessageReference } from "../../app/ports/delivery-store.ts";
import { ok, type Result } from "../../core/result.ts";
import { callSlack, type SlackNo } from "./call-slack.ts";

/** Where to look: a channel's own messages, or the replies of one thread. */
export interface Place {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** Slack's limit for a block_id. */
const longestBlockId = 255;
const pageSize = 200;
const mostPages = 10;
/** Clocks differ, and whoever looks may have taken over from one who had taken over already. */
const marginSeconds = 300;

/** The mark as the block_id that carries it; a person's address can make it too long. */
export function markBlockId(mark: string): string {
  return mark.length <= longestBlockId ? mark : createHash("sha256").update(mark, "utf8").digest("hex");
}

/** Looks through the messages since then, page by page and at most 2,000 of them, for the one with the block_id. */
export async function findMarkedMessage(
  client: WebClient,
  { channel, thread }: Place,
  blockId: string,
  since: Date,
  bounds: { readonly patienceSeconds: number },
): Promise<Result<MessageReference | undefined, SlackNo>> {
  const oldest = String(Math.floor(since.getTime() / 1000) - marginSeconds);
  let cursor = "";
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = { channel, oldest, limit: pageSize, ...(cursor !== "" && { cursor }) };
    const answer = thread
      ? await callSlack(
          "conversations.replies",
          () => client.conversations.replies({ ...asked, ts: thread }),
          bounds,
        )
      : await callSlack("conversations.history", () => client.conversations.history(asked), bounds);
    if (!answer.ok) return answer;
    const found = answer.value.messages?.find(({ blocks }) =>
      blocks?.some(({ block_id }) => block_id === blockId),
    );
    if (found?.ts !== undefined) return ok({ channel, message: found.ts });
    cursor = answer.value.response_metadata?.next_cursor ?? "";
    if (cursor === "") break;
  }
  return ok(undefined);
}
