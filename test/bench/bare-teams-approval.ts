import { z } from "zod";
import type { BareChatApproval } from "./chat-approval.ts";
import { approvalActivity, sendPress } from "./teams-activities.ts";
import type { SeenPost, TeamsWatch } from "./teams-watch.ts";

interface Dependencies {
  readonly decideRaw: () => Promise<void>;
  readonly watch: TeamsWatch;
  readonly teamsUrl: string;
  /** The bot's own, for calls of the connector. */
  readonly token: string;
  readonly channel: string;
  /** The embedded Teams before the bare bot. */
  readonly bareBotUrl: string;
}

const postedSchema = z.object({ id: z.string() });

/** The same steps with nothing of ours: bare calls of Teams' connector and DynamoDB, and a bare botbuilder bot. */
export function makeBareTeamsApproval(dependencies: Dependencies): BareChatApproval<SeenPost> {
  const { decideRaw, watch, teamsUrl, token, channel, bareBotUrl } = dependencies;
  const activities = `${teamsUrl}/_connector/v3/conversations/${encodeURIComponent(channel)}/activities`;
  let count = 0;
  let lastId = "";

  async function callTeams(method: string, url: string, body: object): Promise<string> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}`);
    return postedSchema.parse(await response.json()).id;
  }

  /** The card's own message with a word in it that it is known by. */
  function marked({ body }: SeenPost) {
    count += 1;
    const mark = `bare ${count}`;
    const copy = { ...z.looseObject({}).parse(JSON.parse(body)), summary: mark };
    const seen = watch.next((post) => post.body.includes(`"summary":"${mark}"`));
    return { copy, seen };
  }

  return {
    post: async (card) => {
      const { copy, seen } = marked(card);
      const start = performance.now();
      lastId = await callTeams("POST", activities, copy);
      const { at, message } = await seen;
      return { card: message, postedMs: at - start };
    },
    decideAndUpdate: async (card) => {
      const { copy, seen } = marked(card);
      const start = performance.now();
      await decideRaw();
      await callTeams("PUT", `${activities}/${lastId}`, copy);
      return (await seen).at - start;
    },
    press: (request) =>
      sendPress(bareBotUrl, approvalActivity(request), "application/vnd.microsoft.activity.message"),
  };
}
