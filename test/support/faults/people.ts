import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { actionIds } from "../../../src/adapters/slack/render-card.ts";
import { personIdSchema } from "../../../src/core/person.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { acmePeople } from "../../../src/local/parts/workspace.ts";
import { openTrigger } from "../../../src/onprem/trigger/open-trigger.ts";
import { signRequest } from "../../local/sign-request.ts";
import { eventually } from "../eventually.ts";
import { hiddenFieldsOf } from "../hidden-fields-of.ts";
import { longestWaitMs } from "./longest-wait.ts";
import type { FaultyWorld } from "./start-faulty-world.ts";

type Approver = (typeof acmePeople)[keyof typeof acmePeople];

const mostAttempts = 12;
const lookEveryMs = 250;
/** After a failure; a person takes longer. */
const patienceMs = 300;
/** What somebody is told whose act failed: that it may have taken effect, and where to look. */
const clearWords = /may or may not (have|be)|may have been|try it once more|Too many/i;

/**
 * People and programs as they are: where they are told that something went wrong, they look whether it took effect, and do it again
 * where it did not. `puzzles` holds each answer that told them nothing.
 */
export function makePeople(world: FaultyWorld) {
  const { slack } = world;
  const puzzles: string[] = [];

  /** Does it until it has taken effect. What failed with a word for the person may be done again. */
  async function until<Effect>(
    what: string,
    act: () => Promise<string>,
    look: () => Promise<Effect | undefined>,
  ): Promise<Effect> {
    let said = "";
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      said = await act();
      const effect = await look();
      if (effect !== undefined) return effect;
      if (!clearWords.test(said)) puzzles.push(`${what}: ${said}`);
      await sleep(patienceMs);
    }
    throw new Error(`${what}: in vain, ${said}`);
  }

  /** What Slack shows a person after their act, or its own words where it had no answer. */
  async function saidBy(act: () => Promise<{ readonly taken: boolean; readonly body: string }>) {
    const seen = slack.ephemerals().length;
    const { taken, body } = await act();
    return taken
      ? JSON.stringify([body, slack.ephemerals().slice(seen)])
      : "It may have been done (dispatch_failed)";
  }

  async function find(id: RequestId): Promise<ApprovalRequest> {
    const request = await world.requests.find(id);
    if (!request) throw new Error(`${id} is not there`);
    return request;
  }

  async function hasDecided(id: RequestId, { email }: Approver): Promise<true | undefined> {
    const { decisions } = await find(id);
    return decisions.some(({ by }) => by.id === email) || undefined;
  }

  async function findAsked(word: string): Promise<RequestId | undefined> {
    const dana = personIdSchema.parse(acmePeople.dana.email);
    const { items } = await world.requests.listByRequester("default", dana, { limit: 100 });
    const asked = await Promise.all(items.map(({ id }) => world.requests.find(id)));
    const own = asked.filter((one) => one?.justification.includes(word));
    if (own.length > 1) throw new Error(`${word} was asked for ${own.length} times`);
    return own[0]?.id;
  }

  const cardOf = (channel: string, id: RequestId) => {
    const look = () =>
      slack
        .messages(channel)
        .find((message) => message.thread_ts === undefined && JSON.stringify(message.blocks).includes(id));
    return eventually(`the card of ${id}`, look, longestWaitMs);
  };

  const formOf = (person: Approver, id: RequestId) =>
    slack
      .views()
      .find(({ user, definition }) => user === person.id && definition.private_metadata?.includes(id));

  return {
    puzzles: (): readonly string[] => puzzles,
    find,

    /** Dana asks in a channel, with a word that is this request's own. */
    ask(channel: string, line: string): Promise<RequestId> {
      const word = randomUUID();
      const user = acmePeople.dana.id;
      const text = `${line} because of ${word}`;
      return until(
        line,
        () => saidBy(() => slack.command({ user, channel, text })),
        () => findAsked(word),
      );
    },

    /** Presses Approve on the card, and then in the form. */
    async approve(person: Approver, channel: string, id: RequestId): Promise<void> {
      const { ts } = await cardOf(channel, id);
      await until(
        `${person.realName} approves`,
        async () => {
          if (!formOf(person, id)) {
            const click = { user: person.id, channel, ts, actionId: actionIds.approve, value: id };
            const said = await saidBy(() => slack.click(click));
            if (!formOf(person, id)) return said;
          }
          const viewId = formOf(person, id)?.id ?? "";
          return saidBy(() => slack.submitView({ user: person.id, viewId, values: {} }));
        },
        () => hasDecided(id, person),
      );
    },

    /** Opens the link of the mail, and sends the form of its page. */
    async approveByMail({ email }: Approver, id: RequestId): Promise<void> {
      const look = async () => {
        await sleep(lookEveryMs);
        return (await world.inbox.mails()).find(
          ({ destination, body }) => destination.to.includes(email) && linkIn(body.text).includes(id),
        );
      };
      const mail = await eventually(`the mail about ${id} to ${email}`, look, longestWaitMs);
      const { intent } = await find(id);
      const ending = intent.kind === "rds" ? intent.instance.id.slice(-4) : "";
      await until(
        `${email} approves by mail`,
        async () => {
          const page = await fetch(linkIn(mail.body.text));
          const text = await page.text();
          if (page.status !== 200) return text;
          const body = new URLSearchParams({ ...hiddenFieldsOf(text), ending });
          return (await fetch(`${world.apiUrl}/approval`, { method: "POST", body })).text();
        },
        async () => (await find(id)).decisions.some(({ by }) => by.id === email) || undefined,
      );
    },

    /** A program's order, with one key for all its attempts. */
    async order(content: object): Promise<RequestId> {
      const key = await world.accessKeyOf("dana");
      const url = `${world.apiUrl}/operations`;
      const body = JSON.stringify(content);
      const given = { "content-type": "application/json", "idempotency-key": randomUUID() };
      let ordered: RequestId | undefined;
      return until(
        "the order",
        async () => {
          const headers = await signRequest({ key, url, body, headers: given });
          const answer = await fetch(url, { method: "POST", headers, body });
          const text = await answer.text();
          if (answer.ok) ordered = (JSON.parse(text) as { readonly request_id: RequestId }).request_id;
          return text;
        },
        async () => ordered,
      );
    },

    /** A monitoring system asks for an action on the premises, with one correlation id for all its attempts. */
    async trigger(unit: string): Promise<RequestId> {
      const trigger = openTrigger(world.triggerFile);
      const asked = { subject: "db-7", issue: "It lags.", action: "restart_service", parameters: { unit } };
      let filed: RequestId | undefined;
      try {
        return await until(
          "the trigger",
          async () => {
            try {
              const outcome = await trigger.ask({ ...asked, correlationId: `lag-${unit}` });
              if (outcome.ok) filed = outcome.value.id;
              return JSON.stringify(outcome);
            } catch {
              return "It may have been asked for all the same.";
            }
          },
          async () => filed,
        );
      } finally {
        trigger.close();
      }
    },
  };
}

function linkIn(text: string): string {
  return /^Approve: +(\S+)$/m.exec(text)?.[1] ?? "";
}
