import { once } from "node:events";
import { acmeChannels } from "../../src/local/parts/workspace.ts";
import { eventually } from "../support/eventually.ts";

export interface Shown {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly text: string;
  readonly blocks?: readonly { readonly type: string; readonly elements?: readonly Button[] }[];
}

interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly block_id?: string;
  readonly value: string;
  readonly text: object;
}

export type Chat = ReturnType<typeof openChat>;

/** People at local-slack, through its controls. */
export function openChat(url: string) {
  async function control(act: string, content: object): Promise<void> {
    const answer = await fetch(`${url}/_control/${act}`, { method: "POST", body: JSON.stringify(content) });
    if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`);
  }

  async function messages(channel: string): Promise<readonly Shown[]> {
    const answer = await fetch(`${url}/_control/messages/${channel}`);
    const { messages } = (await answer.json()) as { readonly messages: readonly Shown[] | null };
    return messages ?? [];
  }

  const cards = async (channel: string = acmeChannels.production.id) =>
    (await messages(channel)).filter(
      ({ blocks, thread_ts, subtype }) =>
        blocks?.[0]?.type === "header" && thread_ts === undefined && subtype !== "ephemeral",
    );

  async function press(user: string, card: Shown, actionId: string, channel: string): Promise<void> {
    const button = card.blocks
      ?.flatMap(({ elements = [] }) => elements)
      .find(({ action_id }) => action_id === actionId);
    await control("interact", { user, channel, messageTs: card.ts, action: button });
  }

  return {
    messages,
    cards,
    /** What the command answers the person. */
    async command(user: string, text: string): Promise<string> {
      const channel = acmeChannels.production.id;
      await control("command", { user, channel, command: "/rds-request", text });
      const answer = (await messages(channel)).findLast(({ subtype }) => subtype === "ephemeral");
      return JSON.stringify(answer);
    },
    card: (channel: string, words: string) =>
      eventually(`a card with “${words}”`, async () =>
        (await cards(channel)).find((card) => JSON.stringify(card).includes(words)),
      ),
    /** Presses Approve on a card and sends the form that opens. */
    async approve(user: string, card: Shown, channel: string = acmeChannels.production.id): Promise<void> {
      const page = new WebSocket(`${url.replace("http", "ws")}/ui`);
      await once(page, "open");
      try {
        const opened = new Promise<void>((resolve) => {
          page.addEventListener("message", ({ data }) => {
            if (JSON.parse(String(data)).t === "view") resolve();
          });
        });
        await press(user, card, "request_approve", channel);
        await opened;
        page.send(JSON.stringify({ t: "view_submit", user, values: {} }));
        await eventually("the approval on the card", async () =>
          (await cards(channel)).find(({ ts, text }) => ts === card.ts && text !== card.text),
        );
      } finally {
        page.close();
      }
    },
  };
}

/** The id that a command's answer or a card names. */
export function requestIdIn(text: string): string {
  const [id] = /req-[0-9a-z]{10}/.exec(text) ?? [];
  if (id === undefined) throw new Error(`no request id in ${text}`);
  return id;
}
