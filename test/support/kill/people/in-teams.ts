import type { RequestId } from "../../../../src/core/request.ts";
import { eventually } from "../../eventually.ts";
import { acmeTeamsChannels } from "../../strict-teams/acme-teams.ts";
import type { StrictTeams } from "../../strict-teams/start-strict-teams.ts";
import type { TeamsPerson } from "../../strict-teams/tenant-records.ts";
import { textOf } from "../../strict-teams/text-of.ts";
import { type Acts, filedIn, openIn, until } from "./acts.ts";

const channel = acmeTeamsChannels.approvals.id;

/** Where the cards are posted and everybody writes. */
export const teamsChannel = channel;

/** The same people in Teams, which tells them less: they look into the channel, and do it again where nothing came of it. */
export function makePeopleInTeams(teams: StrictTeams, { attempt, runs }: Acts) {
  /** Says it in the channel, and gives what the bot has answered in its thread; nothing where it was not heard. */
  async function say(user: string, text: string): Promise<string | undefined> {
    let typed: string | undefined;
    await attempt(() => {
      const saying = teams.say({ user, conversation: channel, text });
      typed = teams.messages(channel).findLast((message) => message.from === user)?.id;
      return saying;
    });
    const answers = teams.messages(channel).filter(({ root, from }) => root === typed && from !== user);
    return answers.length > 0 ? answers.map(textOf).join("\n") : undefined;
  }

  const cardOf = (id: RequestId) =>
    teams
      .messages(channel)
      .find(
        (message) => message.card && message.root === undefined && JSON.stringify(message.card).includes(id),
      );

  function sees(id: RequestId) {
    return eventually(`the card of ${id} in Teams`, async () => {
      await runs();
      return cardOf(id);
    });
  }

  return {
    /** Somebody asks in the channel, and asks again as long as their list shows no such request. */
    ask({ id: user }: TeamsPerson, line: string, database: string): Promise<RequestId> {
      return until(line, async () => {
        const filed = filedIn(await say(user, `rds-request ${line}`));
        return filed ?? openIn(await until("list mine", () => say(user, "rds-request list mine")), database);
      });
    },

    sees,

    /** Who has asked takes it back, and says so again until they are answered. */
    async withdraw({ id: user }: TeamsPerson, id: RequestId): Promise<void> {
      await until(`cancel ${id}`, () => say(user, `rds-request cancel ${id}`));
    },

    /** Presses Approve on the card, the first one where there are two, until the press is answered. */
    async approve({ id: user, name }: TeamsPerson, id: RequestId): Promise<void> {
      const first = await sees(id);
      await until(`a press on ${id}`, async () => {
        await runs();
        const message = teams.message(channel, first.id) ?? first;
        if (textOf(message).includes(`${name} approved`)) return true;
        const pressed = await attempt(() => teams.press({ user, message, action: "request_approve" }));
        return pressed && true;
      });
    },
  };
}
