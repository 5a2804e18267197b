import { actionIds } from "../../../../src/adapters/slack/render-card.ts";
import type { RequestId } from "../../../../src/core/request.ts";
import { acmePeople } from "../../../../src/local/parts/workspace.ts";
import { eventually } from "../../eventually.ts";
import type { StrictSlack } from "../../strict-slack/start-strict-slack.ts";
import { type Acts, filedIn, openIn, until } from "./acts.ts";

export interface Asking {
  readonly channel: string;
  readonly line: string;
  readonly database: string;
}

type Approver = (typeof acmePeople)[keyof typeof acmePeople];

/**
 * People as they are: when Slack tells them that something went wrong, they look whether it took effect, and do it again where it did
 * not.
 */
export function makePeopleInSlack(slack: StrictSlack, { attempt, runs }: Acts) {
  /** What the command shows, asked for until it is answered. */
  function read(user: string, channel: string, text: string): Promise<string> {
    return until(text, async () => (await attempt(() => slack.command({ user, channel, text })))?.body);
  }

  const cardOf = (channel: string, id: RequestId) =>
    slack
      .messages(channel)
      .findLast((message) => message.thread_ts === undefined && JSON.stringify(message.blocks).includes(id));

  function sees(channel: string, id: RequestId) {
    return eventually(`the card of ${id}`, async () => {
      await runs();
      return cardOf(channel, id);
    });
  }

  const formOf = (person: Approver, id: RequestId) =>
    slack
      .views()
      .find(({ user, definition }) => user === person.id && definition.private_metadata?.includes(id));

  return {
    /** Dana asks, and asks again as long as her list shows no such request. */
    ask({ channel, line, database }: Asking): Promise<RequestId> {
      const user = acmePeople.dana.id;
      return until(line, async () => {
        const answer = await attempt(() => slack.command({ user, channel, text: line }));
        return filedIn(answer?.body) ?? openIn(await read(user, channel, "list mine"), database);
      });
    },

    sees,

    /** Dana takes it back, and says so again until she is answered. */
    async withdraw(channel: string, id: RequestId): Promise<void> {
      await read(acmePeople.dana.id, channel, `cancel ${id}`);
    },

    /** Presses Approve on the card and in the form, and again as long as the request does not show it. */
    async approve(person: Approver, channel: string, id: RequestId): Promise<void> {
      const card = await sees(channel, id);
      await until(`${person.realName} approves ${id}`, async () => {
        if (!formOf(person, id)) {
          const click = { user: person.id, channel, ts: card.ts, actionId: actionIds.approve, value: id };
          await attempt(() => slack.click(click));
        }
        const form = formOf(person, id);
        const sent =
          form && (await attempt(() => slack.submitView({ user: person.id, viewId: form.id, values: {} })));
        const isShown = (shown: string) => shown.includes(`${person.realName} approved`) || undefined;
        return sent ? true : isShown(await read(person.id, channel, `status ${id}`));
      });
    },
  };
}
