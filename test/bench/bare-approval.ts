import type { SeenMessage, SlackWatch } from "./slack-watch.ts";

interface Dependencies {
  readonly decideRaw: () => Promise<void>;
  readonly watch: SlackWatch;
  readonly chatUrl: string;
  readonly botToken: string;
  readonly channel: string;
}

/** The same steps with nothing of ours: bare calls of local-slack and DynamoDB, seen in the same way. */
export function makeBareApproval({ decideRaw, watch, chatUrl, botToken, channel }: Dependencies) {
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
    /** One `chat.postMessage` of a message as large as a card. */
    async post({ blocks }: SeenMessage) {
      const text = nextText();
      const seen = watch.next((message) => message.text === text);
      const start = performance.now();
      await callSlack("chat.postMessage", { channel, text, blocks });
      const { at, message } = await seen;
      return { message, ms: at - start };
    },
    /** One read, one transaction of two puts, one `chat.update`. */
    async decideAndUpdate({ ts, blocks }: SeenMessage) {
      const text = nextText();
      const seen = watch.next((message) => message.text === text);
      const start = performance.now();
      await decideRaw();
      await callSlack("chat.update", { channel, ts, text, blocks });
      return (await seen).at - start;
    },
  };
}
