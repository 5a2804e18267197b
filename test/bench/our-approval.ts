import type { SubmitRequest } from "../../src/app/submit-request.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { accepted, makeSubmission } from "./acme.ts";
import { approvalForm, submitForm } from "./form.ts";
import type { SeenMessage, SlackWatch } from "./slack-watch.ts";

interface Dependencies {
  readonly submit: SubmitRequest;
  readonly watch: SlackWatch;
  readonly botUrl: string;
  readonly signingSecret: string;
}

/** The steps of an approval as the running application takes them, each with what it took in milliseconds. */
export function makeOurApproval({ submit, watch, botUrl, signingSecret }: Dependencies) {
  return {
    /** Commits a request, and waits for its card; timed from the commit. */
    async ask() {
      const posted = watch.next(isOpen);
      const request = accepted(await submit(makeSubmission()));
      const committedAt = performance.now();
      const { at, message } = await posted;
      if (!message.blocks?.[0]?.block_id?.startsWith(request.id))
        throw new Error(`another card came before that of ${request.id}`);
      return { request, card: message, postedMs: at - committedAt };
    },
    /** Presses Approve in the form, and waits for the card to change; both are timed from there. */
    async approve(request: ApprovalRequest, { channel, ts }: SeenMessage) {
      const form = approvalForm(request);
      const changed = watch.next((message) => message.ts === ts && message.channel === channel);
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
