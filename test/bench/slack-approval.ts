import { newRequestId } from "../../src/chance/new-request-id.ts";
import type { ChatApproval } from "./chat-approval.ts";
import type { OpenChat } from "./open-chat.ts";
import { approvalForm, submitForm } from "./slack-form.ts";
import type { SeenMessage, SlackWatch } from "./slack-watch.ts";

interface Dependencies {
  readonly submitAs: OpenChat["submitAs"];
  readonly watch: SlackWatch;
  readonly botUrl: string;
  readonly signingSecret: string;
}

/** An approval in Slack, by the form that Slack sends. */
export function makeSlackApproval(dependencies: Dependencies): ChatApproval<SeenMessage> {
  const { submitAs, watch, botUrl, signingSecret } = dependencies;
  return {
    ask: async () => {
      // Cards change while they wait, too, so that the id has to be known before the card comes.
      const id = newRequestId();
      const posted = watch.next((message) => message.blocks?.[0]?.block_id?.startsWith(id) ?? false);
      const request = await submitAs(id);
      const committedAt = performance.now();
      const { at, message } = await posted;
      return { request, card: message, postedMs: at - committedAt };
    },
    approve: async (request, { channel, ts }) => {
      const form = approvalForm(request);
      const changed = watch.next(
        (message) => message.ts === ts && message.channel === channel && !isOpen(message),
      );
      const pressedAt = performance.now();
      await submitForm(botUrl, form, signingSecret);
      const answeredMs = performance.now() - pressedAt;
      const { at } = await changed;
      return { answeredMs, changedMs: at - pressedAt };
    },
  };
}

function isOpen({ text }: SeenMessage): boolean {
  return text.includes("Waiting for approval");
}
