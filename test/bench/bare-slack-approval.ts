import type { BareChatApproval } from "./chat-approval.ts";
import { approvalForm, submitForm } from "./slack-form.ts";
import type { SeenMessage, SlackWatch } from "./slack-watch.ts";

interface Dependencies {
  readonly decideRaw: () => Promise<void>;
  readonly watch: SlackWatch;
  readonly chatUrl: string;
  readonly botToken: string;
  readonly channel: string;
  /** Where the bare Bolt app takes forms, and what they are signed with. */
  readonly boltUrl: string;
  readonly signingSecret: string;
}

/** The same steps with nothing of ours: bare calls of local-slack and DynamoDB, and a bare Bolt app. */
export function makeBareSlackApproval(dependencies: Dependencies): BareChatApproval<SeenMessage> {
  const { decideRaw, watch, chatUrl, botToken, channel, boltUrl, signingSecret } = dependencies;
  let count = 0;

  async function callSlack(method: string, args: object): Promise<void> {
    const response = await fetch(`${chatUrl}/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    const text = await response.text();
    if (!text.includes('"ok":true')) throw new Error(`${method} was answered ${text}`);
  }

  function nextText(): string {
    count += 1;
    return `bare ${count}`;
  }

  return {
    post: async ({ blocks }) => {
      const text = nextText();
      const seen = watch.next((message) => message.text === text);
      const start = performance.now();
      await callSlack("chat.postMessage", { channel, text, blocks });
      const { at, message } = await seen;
      return { card: message, postedMs: at - start };
    },
    decideAndUpdate: async ({ ts, blocks }) => {
      const text = nextText();
      const seen = watch.next((message) => message.text === text);
      const start = performance.now();
      await decideRaw();
      await callSlack("chat.update", { channel, ts, text, blocks });
      return (await seen).at - start;
    },
    press: (request) => submitForm(boltUrl, approvalForm(request), signingSecret),
  };
}
