import { actionIds } from "../../../src/adapters/slack/render-card.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { acmePeople } from "../../../src/local/parts/workspace.ts";
import { eventually } from "../eventually.ts";
import type { World } from "./start-world.ts";

export interface Asking {
  readonly channel: string;
  readonly line: string;
}

type Approver = (typeof acmePeople)[keyof typeof acmePeople];

const mostAttempts = 6;

/**
 * People as they are: when Slack tells them that something went wrong, they look whether it took effect, and do it again
 * where it did not.
 */
export function makePeople({ slack, runs }: Pick<World, "slack" | "runs">) {
  let lost = 0;

  /** Whether it was answered. What the kill cut off, and what met nobody, counts as lost. */
  async function isAnswered(act: () => Promise<{ readonly taken: boolean }>): Promise<boolean> {
    await runs();
    try {
      return (await act()).taken;
    } catch {
      lost += 1;
      return false;
    }
  }

  /** What the command shows, asked for until it is answered. */
  async function read(user: string, channel: string, text: string): Promise<string> {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const seen = slack.ephemerals().length;
      if (await isAnswered(() => slack.command({ user, channel, text }))) {
        return JSON.stringify(slack.ephemerals().slice(seen));
      }
    }
    throw new Error(`\`${text}\` was never answered`);
  }

  async function listOwn(channel: string): Promise<readonly string[]> {
    return (await read(acmePeople.dana.id, channel, "list mine")).match(/req-[0-9a-z]{10}/g) ?? [];
  }

  async function hasApproved(person: Approver, channel: string, id: RequestId): Promise<boolean> {
    return (await read(person.id, channel, `status ${id}`)).includes(`${person.realName} approved`);
  }

  const cardOf = (channel: string, id: RequestId) =>
    slack
      .messages(channel)
      .find((message) => message.thread_ts === undefined && JSON.stringify(message.blocks).includes(id));

  const formOf = (person: Approver, id: RequestId) =>
    slack
      .views()
      .find(({ user, definition }) => user === person.id && definition.private_metadata?.includes(id));

  return {
    /** How many of their acts got no answer. */
    lost: () => lost,

    /** Dana asks, and asks again as long as her list shows no new request. */
    async ask({ channel, line }: Asking): Promise<RequestId> {
      const known = new Set(await listOwn(channel));
      for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
        await isAnswered(() => slack.command({ user: acmePeople.dana.id, channel, text: line }));
        const made = (await listOwn(channel)).find((id) => !known.has(id));
        if (made !== undefined) return made as RequestId;
      }
      throw new Error(`nothing came of \`${line}\`: ${JSON.stringify(slack.ephemerals().at(-1))}`);
    },

    /** Presses Approve on the card and in the form, and again as long as the request does not show it. */
    async approve(person: Approver, channel: string, id: RequestId): Promise<void> {
      const card = await eventually(`the card of ${id}`, async () => {
        await runs();
        return cardOf(channel, id);
      });
      for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
        if (!formOf(person, id)) {
          const click = { user: person.id, channel, ts: card.ts, actionId: actionIds.approve, value: id };
          await isAnswered(() => slack.click(click));
        }
        const form = formOf(person, id);
        if (
          form &&
          (await isAnswered(() => slack.submitView({ user: person.id, viewId: form.id, values: {} })))
        ) {
          return;
        }
        if (await hasApproved(person, channel, id)) return;
      }
      throw new Error(`${person.realName} could not approve ${id}`);
    },
  };
}
